namespace Orchestrator.Adapters.Files.Interop;

/// <summary>What the file system says about an entry.</summary>
internal readonly record struct FileStatus
{
    private const uint TypeMask = 0xF000;

    /// <summary>Reads a system call's answer.</summary>
    internal FileStatus(in StatXBuffer raw)
    {
        Type = TypeOf(raw.Mode & TypeMask);
        Mode = raw.Mode & 0xFFFu;
        User = raw.User;
        Group = raw.Group;
        LinkCount = raw.LinkCount;
        Device = ((ulong)raw.DeviceMajor << 32) | raw.DeviceMinor;
        Inode = raw.Inode;
        SizeBytes = (long)raw.Size;
        AllocatedBytes = (long)raw.Blocks * 512;
        Modified = new FileTime(raw.ModifiedSeconds, raw.ModifiedNanoseconds);
        Changed = new FileTime(raw.ChangedSeconds, raw.ChangedNanoseconds);
    }

    internal EntryType Type { get; }

    /// <summary>Permissions with setuid, setgid and sticky: the lower 12 bits.</summary>
    internal uint Mode { get; }

    internal uint User { get; }

    internal uint Group { get; }

    internal uint LinkCount { get; }

    internal ulong Device { get; }

    internal ulong Inode { get; }

    internal long SizeBytes { get; }

    internal long AllocatedBytes { get; }

    internal FileTime Modified { get; }

    /// <summary>When content or metadata changed last; no program can set it back.</summary>
    internal FileTime Changed { get; }

    /// <summary>Whether nothing happened to the entry between two looks.</summary>
    internal bool IsSameAs(FileStatus other) =>
        (Device, Inode, SizeBytes, Modified, Changed) == (other.Device, other.Inode, other.SizeBytes, other.Modified, other.Changed);

    private static EntryType TypeOf(uint type) => type switch
    {
        0x8000 => EntryType.File,
        0x4000 => EntryType.Folder,
        0xA000 => EntryType.Symlink,
        0x1000 => EntryType.Fifo,
        0xC000 => EntryType.Socket,
        _ => EntryType.Device,
    };
}
