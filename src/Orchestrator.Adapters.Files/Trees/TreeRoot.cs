using Microsoft.Win32.SafeHandles;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>An open tree.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Handle">The open folder.</param>
internal sealed record TreeRoot(string Path, SafeFileHandle Handle) : IDisposable
{
    /// <summary>Opens a tree that an administrator named; the path may lead through symbolic links.</summary>
    /// <exception cref="AdapterException">It is not there, no folder, or may not be read.</exception>
    internal static TreeRoot Open(string path) => Open(path, FileSystem.OpenFolder);

    /// <summary>Opens a tree whose root must not be a symbolic link.</summary>
    /// <exception cref="AdapterException">It is not there, no folder, or may not be read.</exception>
    internal static TreeRoot OpenItself(string path) => Open(path, FileSystem.OpenFolderItself);

    /// <summary>An entry's name for people.</summary>
    internal string Describe(TreePath path) => path.IsRoot ? $"folder '{Path}'" : $"'{Path}/{path}'";

    /// <summary>Runs something on one entry; its errors name the entry.</summary>
    /// <exception cref="AdapterException">The file system refused.</exception>
    internal T At<T>(TreePath path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (FileErrors.Explain(error, Describe(path)) is { } explained)
        {
            throw explained;
        }
    }

    /// <inheritdoc cref="At{T}"/>
    internal void At(TreePath path, Action work) => At(path, () =>
    {
        work();
        return true;
    });

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();

    private static TreeRoot Open(string path, Func<string, SafeFileHandle> open)
    {
        try
        {
            return new TreeRoot(path, open(path));
        }
        catch (ErrnoException error) when (FileErrors.Explain(error, $"folder '{path}'") is { } explained)
        {
            throw explained;
        }
    }
}
