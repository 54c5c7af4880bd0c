using Microsoft.Win32.SafeHandles;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;

namespace Orchestrator.Adapters.Files.Packs;

/// <summary>Gives restored entries their owner, permissions, attributes and times.</summary>
internal sealed class Metadata(TreeOptions options)
{
    private readonly bool _setsOwners = FileSystem.IsRoot;

    /// <summary>Finishes a file or folder that is open.</summary>
    internal void Apply(TreeEntry entry, SafeFileHandle handle)
    {
        // The order matters: a new owner clears setuid and capabilities, and every change but the last moves the time.
        if (_setsOwners) FileSystem.SetOwner(handle, entry.User, entry.Group);
        FileSystem.SetMode(handle, entry.Mode);
        if (options.KeepsAttributes) WriteAttributes(entry, handle);
        FileSystem.SetModified(handle, entry.Modified);
    }

    /// <summary>Finishes a symbolic link or named pipe, by its name.</summary>
    internal void Apply(TreeEntry entry, SafeFileHandle parent, ReadOnlySpan<byte> name)
    {
        if (_setsOwners) FileSystem.SetOwner(parent, name, entry.User, entry.Group);
        if (entry.Type == EntryType.Fifo) FileSystem.SetMode(parent, name, entry.Mode);
        FileSystem.SetModified(parent, name, entry.Modified);
    }

    // A default access control list above the target gives new entries attributes that the source does not have.
    private static void WriteAttributes(TreeEntry entry, SafeFileHandle handle)
    {
        var wanted = entry.Attributes ?? [];
        foreach (var name in ExtendedAttributes.Read(handle)?.Keys.Where(name => !wanted.ContainsKey(name)) ?? [])
            ExtendedAttributes.Remove(handle, name);
        foreach (var (name, value) in wanted) ExtendedAttributes.Write(handle, name, value);
    }
}
