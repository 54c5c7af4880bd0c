using Orchestrator.Api.Security;
using Xunit;

namespace Orchestrator.Api.Tests.Security;

public sealed class KeyFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orchestrator-keys-");

    private string FilePath => Path.Combine(_folder.FullName, "keys.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Find_AddedKey_ReturnsItsOwner()
    {
        var keys = new KeyFile(FilePath);
        var key = keys.Add("ann", [Roles.Operator, Roles.Approver]);

        var caller = keys.Find(key);

        Assert.Equal("ann", caller?.Name);
        Assert.Equal([Roles.Operator, Roles.Approver], caller?.Roles);
    }

    [Theory]
    [InlineData("")]
    [InlineData("orc_")]
    [InlineData("orc_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Find_AnyOtherKey_ReturnsNull(string key)
    {
        var keys = new KeyFile(FilePath);
        keys.Add("ann", [Roles.Admin]);

        Assert.Null(keys.Find(key));
    }

    [Fact]
    public void Add_Always_StoresNoKeyAndLetsOnlyTheOwnerRead()
    {
        var key = new KeyFile(FilePath).Add("ann", [Roles.Admin]);

        Assert.DoesNotContain(key, File.ReadAllText(FilePath), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
    }

    [Theory]
    [InlineData("", Roles.Admin)]
    [InlineData("has space", Roles.Admin)]
    [InlineData("line\n", Roles.Admin)]
    [InlineData("ann", "owner")]
    public void Add_NameOrRoleThatDoesNotFit_Throws(string name, string role) =>
        Assert.Throws<KeyFileException>(() => new KeyFile(FilePath).Add(name, [role]));

    [Fact]
    public void Add_TakenName_Throws()
    {
        var keys = new KeyFile(FilePath);
        keys.Add("ann", [Roles.Admin]);

        var error = Assert.Throws<KeyFileException>(() => keys.Add("ann", [Roles.Reader]));
        Assert.Equal($"{FilePath}: there is a key 'ann' already. Remove it first, or take another name.", error.Message);
    }

    [Fact]
    public void Find_KeyAddedAndRemovedThroughAnotherInstance_FollowsTheFile()
    {
        var server = new KeyFile(FilePath);
        var commandLine = new KeyFile(FilePath);
        Assert.Empty(server.List());

        var key = commandLine.Add("ann", [Roles.Reader]);
        Assert.Equal("ann", server.Find(key)?.Name);

        Assert.True(commandLine.Remove("ann"));
        Assert.Null(server.Find(key));
        Assert.False(commandLine.Remove("ann"));
    }

    [Fact]
    public async Task Add_FromManyAtOnce_KeepsThemAll()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() => new KeyFile(FilePath).Add($"key{number}", [Roles.Reader]))));

        Assert.Equal(20, new KeyFile(FilePath).List().Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"keys\":null}")]
    [InlineData("{\"keys\":[{\"name\":\"ann\"}]}")]
    [InlineData("{\"keys\":[{\"name\":\"ann\",\"roles\":[\"admin\"],\"sha256\":\"xyz\",\"createdAt\":\"2026-01-01T00:00:00Z\"}]}")]
    public void Find_BrokenFile_Throws(string content)
    {
        File.WriteAllText(FilePath, content);

        Assert.Throws<KeyFileException>(() => new KeyFile(FilePath).Find("orc_x"));
    }

    [Fact]
    public void CreateAdminKeyOnce_FirstStart_WritesAKeyThatOnlyTheOwnerReads()
    {
        var keys = new KeyFile(FilePath);

        Assert.True(keys.CreateAdminKeyOnce());

        Assert.Equal([Roles.Admin], keys.Find(File.ReadAllText(keys.AdminKeyPath).Trim())?.Roles);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(keys.AdminKeyPath));
    }

    [Fact]
    public void CreateAdminKeyOnce_KeysAreThere_ChangesNothing()
    {
        var keys = new KeyFile(FilePath);
        keys.Add("ann", [Roles.Reader]);

        Assert.False(keys.CreateAdminKeyOnce());

        Assert.False(File.Exists(keys.AdminKeyPath));
        Assert.Single(keys.List());
    }

    [Fact]
    public void CreateAdminKeyOnce_AfterACrashBetweenTheFiles_MakesAKeyThatOpens()
    {
        var keys = new KeyFile(FilePath);
        File.WriteAllText(keys.AdminKeyPath, "orc_left-over\n");

        Assert.True(keys.CreateAdminKeyOnce());

        Assert.NotNull(keys.Find(File.ReadAllText(keys.AdminKeyPath).Trim()));
    }

    [Fact]
    public void Add_FolderThatIsNotThere_SaysSo() =>
        Assert.Throws<KeyFileException>(() => new KeyFile(Path.Combine(_folder.FullName, "none", "keys.json")).Add("ann", [Roles.Admin]));
}
