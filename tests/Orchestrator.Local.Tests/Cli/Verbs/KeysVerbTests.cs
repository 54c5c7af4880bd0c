using Orchestrator.Local.Cli;

namespace Orchestrator.Local.Tests.Cli.Verbs;

public sealed class KeysVerbTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("keys").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task Keys_AddListRemove_WorkOnTheKeyFile()
    {
        var adding = new Terminal { HomeFolder = _home };
        Assert.Equal(ExitCodes.Done, await adding.RunAsync("keys", "add", "maria", "--role", "operator", "--role", "approver"));

        var listing = new Terminal { HomeFolder = _home };
        Assert.Equal(ExitCodes.Done, await listing.RunAsync("keys", "list"));
        Assert.Contains("maria  operator approver  ", listing.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(adding.Out.Trim(), listing.Out, StringComparison.Ordinal);

        Assert.Equal(ExitCodes.Done, await new Terminal { HomeFolder = _home }.RunAsync("keys", "remove", "maria"));
        Assert.Equal(ExitCodes.BadInput, await new Terminal { HomeFolder = _home }.RunAsync("keys", "remove", "maria"));
    }

    [Fact]
    public async Task KeysAdd_UnknownRole_IsBadInput() =>
        Assert.Equal(ExitCodes.BadInput, await new Terminal { HomeFolder = _home }.RunAsync("keys", "add", "maria", "--role", "god"));

    [Fact]
    public async Task KeysList_NoDataFolder_SaysWhichOne()
    {
        var terminal = new Terminal { HomeFolder = _home };

        Assert.Equal(ExitCodes.BadInput, await terminal.RunAsync("keys", "list", "--data", Path.Combine(_home, "other")));

        Assert.StartsWith($"There is no data folder {Path.Combine(_home, "other")}.", terminal.Error, StringComparison.Ordinal);
    }
}
