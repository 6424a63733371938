"""What opens, lists or writes the path that it is given, by library: data for the rules about places."""

from __future__ import annotations

# Of Python's own library: what its source hands to `open` and the like, read by people.
_PYTHON = {
    "aifc": "Aifc_read Aifc_write",
    "argparse": "FileType.__call__",
    "bdb": "Bdb.set_break",
    "binhex": "binhex hexbin",
    "bz2": "BZ2File",
    "cgi": "print_directory",
    "cgitb": "enable Hook",
    "compileall": "compile_path",
    "dbm": "whichdb",
    "dbm.gnu": "open",
    "dbm.ndbm": "open",
    "dbm.sqlite3": "open",
    "distutils.archive_util": "make_archive make_tarball make_zipfile",
    "distutils.dir_util": "copy_tree create_tree ensure_relative mkpath",
    "distutils.filelist": "findall",
    "distutils.sysconfig": "parse_config_h parse_makefile",
    "distutils.text_file": "TextFile",
    "distutils.util": "byte_compile",
    "filecmp": "cmpfiles",
    "fileinput": "hook_compressed hook_encoded",
    "genericpath": "exists getatime getctime getmtime getsize isdir isfile",
    "gettext": "find",
    "glob": "_glob0 _glob1 _iglob _iterdir _listdir _rlistdir glob0 glob1",
    "gzip": "GzipFile",
    "imp": "find_module",
    "importlib.metadata": "Distribution.at distributions FastPath PathDistribution",
    "importlib.resources.readers": "FileReader",
    "lib2to3.refactor": """
        RefactoringTool.refactor RefactoringTool.refactor_dir RefactoringTool.refactor_file
        """,
    "linecache": "checkcache updatecache",
    "logging.handlers": "BaseRotatingHandler BaseRotatingHandler.rotate",
    "lzma": "LZMAFile",
    "mailbox": "Babyl MMDF",
    "mimetypes": "init MimeTypes MimeTypes.read",
    "os": "getxattr makedev",
    "pathlib": "Path.group Path.is_block_device Path.is_mount Path.is_symlink Path.owner Path.samefile",
    "pkgutil": "iter_modules",
    "platform": "libc_ver",
    "pstats": "Stats.add Stats.load_stats",
    "pydoc": "apropos ispackage synopsis",
    "shlex": "shlex.sourcehook",
    "shutil": "_copytree _make_tarball _make_zipfile _unpack_tarfile _unpack_zipfile",
    "sndhdr": "whathdr",
    "sqlite3": "Connection Connection.backup dbapi2.Connection",
    "sunau": "Au_read Au_write",
    "sysconfig": "parse_config_h",
    "tarfile": "is_tarfile",
    "tempfile": "_get_default_tempdir _TemporaryFileCloser",
    "tkinter": "BitmapImage Image",
    "traceback": "FrameSummary StackSummary.from_list",
    "unittest": "defaultTestLoader.discover TestLoader.discover",
    "warnings": "formatwarning showwarning warn_explicit",
    "wave": "Wave_read Wave_write",
    "xml.dom.expatbuilder": "parse parseFragment",
    "xml.etree.ElementInclude": "_include default_loader include",
    "xml.etree.ElementTree": "canonicalize ElementTree ElementTree.write_c14n",
    "xml.sax.expatreader": "ExpatParser.parse",
    "xml.sax.saxutils": "prepare_input_source",
    "xml.sax.xmlreader": "IncrementalParser.parse InputSource XMLReader.parse",
    "zipapp": "get_interpreter",
    "zipfile": "CompleteDirs FastLookup Path PyZipFile PyZipFile.writepy",
    "zoneinfo": "reset_tzpath",
}

# Of others.
_OTHERS = {
    "PIL": "Image.fromarray().save ImageFont.load ImageFont.truetype",
    "PyPDF2": "PdfFileReader PdfFileWriter.write PdfMerger PdfMerger.write PdfWriter.write",
    "aiofiles": "os.listdir os.makedirs os.mkdir os.path.exists os.scandir os.stat",
    "anyio": "open_file Path",
    "apsw": "Connection",
    "astropy": """
        io.ascii.read io.ascii.write io.fits.getdata io.fits.open io.fits.writeto table.Table.read
        """,
    "audioread": "audio_open",
    "chromadb": "PersistentClient",
    "configobj": "ConfigObj",
    "cv2": "CascadeClassifier dnn.readNet FileStorage imreadmulti imwritemulti VideoWriter",
    "dask.dataframe": "read_csv read_json read_parquet read_table to_csv to_parquet",
    "datatable": "fread",
    "duckdb": "from_csv_auto from_parquet",
    "ezdxf": "readfile",
    "fastparquet": "ParquetFile write",
    "filelock": "FileLock SoftFileLock UnixFileLock",
    "fiona": "open",
    "fpdf": "FPDF.image FPDF.output",
    "fsspec.implementations.local": """
        LocalFileSystem.cat LocalFileSystem.copy LocalFileSystem.cp LocalFileSystem.get
        LocalFileSystem.ls LocalFileSystem.mkdir LocalFileSystem.open LocalFileSystem.pipe
        LocalFileSystem.put LocalFileSystem.touch
        """,
    "gdal": "Open",
    "geopandas": "GeoDataFrame.to_file read_feather read_parquet",
    "gzip_stream": "GZIPCompressedStream",
    "h5netcdf": "File",
    "imageio": "get_reader get_writer mimsave v2.get_reader v2.get_writer v3.improps",
    "isal.igzip": "open",
    "kuzu": "Database",
    "lancedb": "connect",
    "laspy": "open read",
    "leveldb": "LevelDB",
    "lmdb": "Environment open",
    "lxml.etree": """
        _ElementTree.write ElementTree ElementTree.write ElementTree.write_c14n iterparse parse().write
        xmlfile XMLSchema
        """,
    "lz4.frame": "open",
    "matplotlib": "image.imread image.imsave rc_file rc_params_from_file style.use",
    "matplotlib.pyplot": "style.use",
    "meshio": "read write",
    "mido": "MidiFile MidiFile.save",
    "music21": "converter.parse",
    "mutagen": "File",
    "nbformat": "read write",
    "netCDF4": "MFDataset",
    "numpy": "core.records.fromfile fromregex lib.format.open_memmap lib.npyio.NpzFile rec.fromfile",
    "odf.opendocument": "load",
    "open3d.io": """
        read_image read_point_cloud read_triangle_mesh write_image write_point_cloud write_triangle_mesh
        """,
    "pandas": "ExcelFile HDFStore read_fwf read_sas read_spss read_stata",
    "pathlib2": "Path",
    "peewee": "SqliteDatabase",
    "pickledb": "load PickleDB",
    "pikepdf": "open Pdf.open",
    "plyvel": "DB",
    "polars": "read_delta read_excel read_ods scan_delta scan_pyarrow_dataset sink_parquet",
    "portalocker": "Lock",
    "py": "path.local",
    "py7zr": "SevenZipFile unpack_7zarchive",
    "pyarrow": """
        create_memory_map csv.open_csv dataset.dataset dataset.write_dataset feather.read_table
        input_stream ipc.open_file json.read_json orc.read_table orc.write_table OSFile output_stream
        parquet.ParquetDataset parquet.ParquetWriter parquet.read_metadata parquet.read_schema
        parquet.write_to_dataset
        """,
    "pyarrow.fs": """
        LocalFileSystem.copy_file LocalFileSystem.create_dir LocalFileSystem.get_file_info
        LocalFileSystem.open_append_stream LocalFileSystem.open_input_file
        LocalFileSystem.open_input_stream LocalFileSystem.open_output_stream SubTreeFileSystem.copy_file
        SubTreeFileSystem.create_dir SubTreeFileSystem.delete_dir SubTreeFileSystem.delete_dir_contents
        SubTreeFileSystem.delete_file SubTreeFileSystem.get_file_info SubTreeFileSystem.move
        SubTreeFileSystem.open_append_stream SubTreeFileSystem.open_input_file
        SubTreeFileSystem.open_input_stream SubTreeFileSystem.open_output_stream
        """,
    "pydicom": "dcmread read_file",
    "pypdf": "PdfMerger PdfMerger.write PdfWriter PdfWriter.write",
    "pysqlite3": "connect dbapi2.connect",
    "pyvista": "read",
    "rarfile": "RarFile",
    "rasterio": "open",
    "rocksdb": "DB",
    "scipy.io": "arff.loadarff netcdf_file readsav whosmat",
    "scipy.sparse": "load_npz save_npz",
    "skimage.io": "ImageCollection imread_collection",
    "smart_open": "open",
    "sqlite_utils": "Database",
    "tables": "open_file",
    "tensorflow": """
        io.gfile.copy io.gfile.exists io.gfile.glob io.gfile.isdir io.gfile.listdir io.gfile.makedirs
        io.gfile.mkdir io.gfile.walk io.matching_files io.TFRecordWriter
        """,
    "tifffile": "imread imwrite memmap TiffFile TiffWriter",
    "toml": "load",
    "torchaudio": "load save",
    "torchvision.io": "read_file read_image read_video write_file write_jpeg write_png write_video",
    "trimesh": "load load_mesh",
    "trio": "open_file Path",
    "unqlite": "UnQLite",
    "upath": "UPath",
    "vaex": "open",
    "whoosh.index": "create_in open_dir",
    "xlwt": "Workbook.save",
    "zstandard": "open",
}

OPENING = frozenset(
    f"{library}.{name}"
    for table in (_PYTHON, _OTHERS)
    for library, names in table.items()
    for name in names.split()
)
