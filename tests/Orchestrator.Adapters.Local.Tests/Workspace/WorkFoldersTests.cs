using Orchestrator.Adapters.Local.Workspace;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Workspace;

public sealed class WorkFoldersTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("orchestrator-work-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Ensure_Twice_MakesOneFolderForItsOwnerOnly()
    {
        var folders = new WorkFolders(_root);
        var path = Path.Combine(folders.FolderOf("orders-1"), "backup", "db");
        Assert.Equal(folders.Ensure(path), folders.Ensure(path));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
    }

    [Fact]
    public void Remove_WithContentThenAgain_LeavesNothing()
    {
        var folders = new WorkFolders(_root);
        File.WriteAllText(Path.Combine(folders.Ensure(folders.FolderOf("orders-1")), "file"), "content");
        folders.Remove(folders.FolderOf("orders-1"));
        folders.Remove(folders.FolderOf("orders-1"));
        Assert.False(Directory.Exists(folders.FolderOf("orders-1")));
    }

    [Theory]
    [InlineData("/etc")]
    [InlineData("/tmp/../etc")]
    public void Remove_OutsideOfTheRoot_IsRefused(string path) => Assert.Throws<ArgumentException>(() => new WorkFolders(_root).Remove(path));
}
