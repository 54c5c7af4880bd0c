using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;

namespace Orchestrator.Adapters.Files.Packs;

/// <summary>
/// A folder inside of the target in which files are written before they take their place, so that no name ever stands
/// for half a file. Inside, because only there a rename is certain to stay on one file system.
/// </summary>
internal sealed class Staging : IDisposable
{
    private readonly TreeRoot _target;
    private readonly byte[] _name;
    private readonly SafeFileHandle _folder;
    private int _last;

    internal Staging(TreeRoot target, string migrationId)
    {
        (_target, _name) = (target, NameFor(migrationId));
        Remove();
        FileSystem.MakeFolder(target.Handle, _name);
        _folder = FileSystem.OpenFolder(target.Handle, _name);
    }

    /// <summary>The open folder.</summary>
    internal SafeFileHandle Folder => _folder;

    /// <summary>Whether a path in the tree is where files are written first.</summary>
    internal bool Contains(TreePath path) => path.Top.SequenceEqual(_name);

    /// <summary>Creates a new file.</summary>
    internal SafeFileHandle Create(out byte[] name)
    {
        name = NextName();
        return FileSystem.CreateFile(_folder, name);
    }

    /// <summary>A name that nothing in the folder has.</summary>
    internal byte[] NextName() => Encoding.ASCII.GetBytes(Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture));

    /// <summary>Moves a finished file to its place.</summary>
    internal void Publish(byte[] name, SafeFileHandle parent, ReadOnlySpan<byte> finalName) =>
        FileSystem.Rename(_folder, name, parent, finalName);

    /// <summary>Removes it with whatever a killed run left in it.</summary>
    internal void Remove() => TreeRemover.RemoveEntry(_target.Handle, _name);

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    /// <summary>Its name in the trees of a migration.</summary>
    internal static byte[] NameFor(string migrationId) =>
        Encoding.ASCII.GetBytes($".orchestrator-restoring-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(migrationId)))[..16]}");
}
