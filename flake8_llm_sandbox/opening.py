"""What opens, lists or writes the path that it is given, by library: data for the rules about places."""

from __future__ import annotations

# Of Python's own library, what `models.py` does not tell: what opens a path through objects of unknown classes.
_PYTHON = {
    "binhex": "binhex hexbin",
    "cgi": "print_directory",
    "distutils.dir_util": "create_tree ensure_relative",
    "distutils.sysconfig": "parse_config_h",
    "fileinput": "hook_encoded",
    "gettext": "find",
    "importlib.metadata": "Distribution.at distributions PathDistribution",
    "importlib.resources.readers": "FileReader",
    "linecache": "checkcache",
    "mailbox": "Babyl MMDF",
    "os": "makedev",
    "pathlib": "Path.group Path.is_block_device Path.is_mount Path.is_symlink Path.owner",
    "pkgutil": "iter_modules",
    "pydoc": "apropos ispackage",
    "sqlite3": "Connection.backup",
    "sysconfig": "parse_config_h",
    "tempfile": "_get_default_tempdir",
    "tkinter": "BitmapImage Image",
    "unittest": "defaultTestLoader.discover",
    "xml.etree.ElementInclude": "_include include",
    "xml.sax.xmlreader": "InputSource XMLReader.parse",
    "zipfile": "Path",
    "zoneinfo": "reset_tzpath",
}

# Of others.
_OTHERS = {
    "PIL": "Image.fromarray().save ImageFont.load ImageFont.truetype",
    "PyPDF2": "PdfFileReader PdfFileWriter.write PdfMerger PdfMerger.write PdfWriter.write",
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
