using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Orchestrator.Adapters.Local.Processes;

/// <summary>
/// Asks the kernel for listening TCP sockets over netlink (sock_diag(7)). <c>/proc/net/tcp</c> tells the same, but walks the
/// table of all connections for it, which takes milliseconds even when it is empty, and is read while users wait.
/// </summary>
internal static class ListeningSockets
{
    private const int HeaderBytes = 16;
    private const int RequestBytes = HeaderBytes + 56;
    private const int InodeOffset = HeaderBytes + 68;
    private const int AnswerBytes = 32 * 1024;
    private const int NetlinkFamily = 16;
    private const int RawCloseOnExec = 3 | 0x80000;
    private const int SocketDiagnosis = 4;
    private const ushort ByFamily = 20;
    private const ushort Dump = 0x301;
    private const ushort Done = 3;
    private const byte Tcp = 6;
    private const uint Listening = 1 << 10;
    private static readonly byte[] Families = [2, 10]; // IPv4, IPv6

    /// <summary>The inodes of the sockets that listen on a port.</summary>
    /// <returns><see langword="null"/> where the kernel does not answer; read <c>/proc/net</c> there.</returns>
    public static HashSet<long>? FindInodes(int port)
    {
        var inodes = new HashSet<long>();
        return Families.All(family => TryAsk(family, port, inodes)) ? inodes : null;
    }

    private static bool TryAsk(byte family, int port, HashSet<long> inodes)
    {
        using var socket = new SafeFileHandle(NativeSocket(NetlinkFamily, RawCloseOnExec, SocketDiagnosis), ownsHandle: true);
        var request = Request(family, port);
        if (socket.IsInvalid || NativeSend(socket, request, request.Length, 0) != request.Length)
        {
            return false;
        }

        var answer = new byte[AnswerBytes];
        while (NativeReceive(socket, answer, answer.Length, 0) is > 0 and var length)
        {
            if (Take(answer.AsSpan(0, (int)length), inodes) is { } isComplete)
            {
                return isComplete;
            }
        }

        return false;
    }

    private static byte[] Request(byte family, int port)
    {
        var request = new byte[RequestBytes];
        MemoryMarshal.Write(request, RequestBytes);
        MemoryMarshal.Write(request.AsSpan(4), ByFamily);
        MemoryMarshal.Write(request.AsSpan(6), Dump);
        request[HeaderBytes] = family;
        request[HeaderBytes + 1] = Tcp;
        MemoryMarshal.Write(request.AsSpan(HeaderBytes + 4), Listening);
        BinaryPrimitives.WriteUInt16BigEndian(request.AsSpan(HeaderBytes + 8), (ushort)port);
        return request;
    }

    /// <returns>Whether all was told; <see langword="null"/> when more comes.</returns>
    private static bool? Take(ReadOnlySpan<byte> answer, HashSet<long> inodes)
    {
        while (answer.Length >= HeaderBytes)
        {
            var length = MemoryMarshal.Read<int>(answer);
            var type = MemoryMarshal.Read<ushort>(answer[4..]);
            if (type != ByFamily || length < InodeOffset + sizeof(uint))
            {
                return type == Done;
            }

            inodes.Add(MemoryMarshal.Read<uint>(answer[InodeOffset..]));
            answer = answer[Math.Min((length + 3) & ~3, answer.Length)..];
        }

        return null;
    }

    [DllImport("libc", EntryPoint = "socket")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeSocket(int family, int type, int protocol);

    [DllImport("libc", EntryPoint = "send")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint NativeSend(SafeFileHandle socket, byte[] data, nint length, int flags);

    [DllImport("libc", EntryPoint = "recv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint NativeReceive(SafeFileHandle socket, byte[] data, nint length, int flags);
}
