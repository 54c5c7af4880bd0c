using System.Runtime.InteropServices;

namespace Orchestrator.Adapters.Files.Interop;

/// <summary>
/// <c>struct statx</c> as linux/stat.h lays it out. Unlike <c>struct stat</c> it is the same on every processor.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct StatXBuffer
{
    [FieldOffset(0x10)] internal uint LinkCount;
    [FieldOffset(0x14)] internal uint User;
    [FieldOffset(0x18)] internal uint Group;
    [FieldOffset(0x1c)] internal ushort Mode;
    [FieldOffset(0x20)] internal ulong Inode;
    [FieldOffset(0x28)] internal ulong Size;
    [FieldOffset(0x30)] internal ulong Blocks;
    [FieldOffset(0x60)] internal long ChangedSeconds;
    [FieldOffset(0x68)] internal uint ChangedNanoseconds;
    [FieldOffset(0x70)] internal long ModifiedSeconds;
    [FieldOffset(0x78)] internal uint ModifiedNanoseconds;
    [FieldOffset(0x88)] internal uint DeviceMajor;
    [FieldOffset(0x8c)] internal uint DeviceMinor;
}
