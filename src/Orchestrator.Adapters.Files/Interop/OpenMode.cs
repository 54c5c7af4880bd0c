using System.Runtime.InteropServices;

namespace Orchestrator.Adapters.Files.Interop;

/// <summary>The flags of <c>openat</c>. Two of them differ between processors.</summary>
internal static class OpenMode
{
    private const int ReadWrite = 2;
    private const int Create = 0x40;
    private const int Exclusive = 0x80;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;

    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;
    private static readonly int Directory = IsArm ? 0x4000 : 0x10000;
    private static readonly int NoFollow = IsArm ? 0x8000 : 0x20000;

    /// <summary>A folder that an administrator named: its path may lead through symbolic links.</summary>
    internal static int NamedFolder => Directory | CloseOnExec;

    /// <summary>A folder inside of a tree: never through a symbolic link.</summary>
    internal static int Folder => Directory | NoFollow | CloseOnExec;

    /// <summary>A file to read: never through a symbolic link, and never waiting for the writer of a pipe.</summary>
    internal static int Read => NoFollow | NonBlocking | CloseOnExec;

    /// <summary>A file that does not exist yet.</summary>
    internal static int New => ReadWrite | Create | Exclusive | NoFollow | CloseOnExec;
}
