"""Functions of which what they are given decides nothing, so that the flow of arguments ends in them.

They show lines of the files that Python's own objects came from, check names before they build code from them, look for a
translation, a codec or a font, read back what the process itself has pickled, find plugins of their own, or do what a rule tells of where they are named.
"""

from __future__ import annotations

_LIBRARY = """
    asyncio.tasks._task_print_stack cgitb.html cgitb.text collections.namedtuple
    dataclasses._FuncBuilder.add_fns_to_class dataclasses._create_fn dataclasses._process_class
    encodings.search_function enum._simple_enum functools.singledispatch gettext.c2py hashlib.new
    hmac.HMAC.__init__ importlib._common.as_file importlib._common.get_package importlib._common.resolve
    importlib.resources._common.as_file importlib.resources._common.get_package
    importlib.resources._common.resolve importlib.resources._legacy.contents importlib.resources.as_file
    importlib.util.find_spec inspect.Signature.from_builtin inspect.Signature.from_callable
    inspect.Signature.from_function inspect._signature_from_callable inspect.findsource inspect.getcomments
    inspect.getfile inspect.getframeinfo inspect.getmodule inspect.getsource inspect.getsourcefile
    inspect.getsourcelines inspect.signature logging.Formatter.formatException logging.Handler.handleError
    logging.Manager.getLogger multiprocessing.synchronize.SemLock.__init__ shutil.which tempfile.mktemp
    tkinter.Tk.readprofile traceback.StackSummary._extract_from_extended_frame_gen
    traceback.StackSummary.extract traceback.TracebackException.__init__ traceback.TracebackException.format
    traceback.extract_tb traceback.format_stack traceback.print_exc traceback.print_stack traceback.print_tb
    typing.ForwardRef typing.ForwardRef.__init__ typing.ForwardRef._evaluate typing._type_check
    typing._type_convert typing.get_type_hints unittest.mock.NonCallableMock._mock_add_spec
    unittest.mock._spec_signature unittest.mock.create_autospec unittest.mock.patch
    warnings._warn_unawaited_coroutine warnings.warn
"""
_PACKAGES = """
    PIL.Image._import_plugin_for_extension PIL.ImageGrab.grab PIL.JpegImagePlugin.JpegImageFile.load_djpeg
    aiohttp.client.ClientSession._request celery.utils.functional.head_from_fun
    celery.utils.serialization.find_pickleable_exception celery.utils.serialization.get_pickleable_etype
    celery.utils.serialization.get_pickleable_exception django.contrib.auth.aget_user
    django.contrib.auth.get_user django.core.cache.backends.locmem.LocMemCache.get
    django.core.cache.backends.locmem.LocMemCache.incr django.core.management.load_command_class
    django.db.backends.base.creation.BaseDatabaseCreation.mark_expected_failures_and_skips
    django.db.migrations.questioner.MigrationQuestioner.ask_initial
    django.db.migrations.state.ModelState.construct_managers django.urls.conf.include
    django.utils.deconstruct.deconstructible django.utils.translation.trans_real.DjangoTranslation.__init__
    flask.config.Config.__init__ flask.helpers.get_root_path
    matplotlib.backend_bases.ToolContainerBase._get_image_filename
    matplotlib.cbook._check_and_log_subprocess matplotlib.dviread.find_tex_file
    matplotlib.font_manager.FontManager.findfont matplotlib.font_manager.get_font
    matplotlib.texmanager.TexManager._run_checked_subprocess matplotlib.texmanager.TexManager.get_grey
    matplotlib.texmanager.TexManager.get_text_width_height_descent matplotlib.texmanager.TexManager.make_dvi
    matplotlib.texmanager.TexManager.make_png sklearn.feature_extraction.text._VectorizerMixin.decode
"""
CUTS = frozenset(f"{_LIBRARY} {_PACKAGES}".split())
