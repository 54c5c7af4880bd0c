namespace Orchestrator.Adapters.Files.Interop;

/// <summary>What an entry of a folder is.</summary>
internal enum EntryType
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link.</summary>
    Symlink,

    /// <summary>A further name of an entry that came earlier in the tree.</summary>
    HardLink,

    /// <summary>A named pipe.</summary>
    Fifo,

    /// <summary>A socket: it belongs to the process that listens on it.</summary>
    Socket,

    /// <summary>A block or character device.</summary>
    Device,
}
