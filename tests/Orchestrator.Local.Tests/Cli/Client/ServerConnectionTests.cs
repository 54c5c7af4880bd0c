using System.CommandLine;
using Orchestrator.Local.Cli;
using Orchestrator.Local.Cli.Client;

namespace Orchestrator.Local.Tests.Cli.Client;

public sealed class ServerConnectionTests : IDisposable
{
    private readonly Terminal _terminal;
    private readonly string _home = Directory.CreateTempSubdirectory("home").FullName;

    public ServerConnectionTests()
    {
        _terminal = new Terminal { HomeFolder = _home };
        Directory.CreateDirectory(Path.Combine(_home, ".orchestrator"));
        File.WriteAllText(Path.Combine(_home, ".orchestrator", "admin.key"), "orc_admin\n");
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void Resolve_NothingSaid_FindsTheServerOfThisMachine() =>
        Assert.Equal(new ServerConnection(new Uri("http://127.0.0.1:7071/"), "orc_admin"), Resolve());

    [Fact]
    public void Resolve_OtherMachine_NeverSendsTheAdminKey() => Assert.Null(Resolve("--url", "https://orchestrator.contoso.example").Key);

    [Fact]
    public void Resolve_Environment_IsUsed()
    {
        _terminal.Environment["ORCHESTRATOR_URL"] = "http://10.0.0.1:80/hub";
        _terminal.Environment["ORCHESTRATOR_KEY"] = "k";

        Assert.Equal(new ServerConnection(new Uri("http://10.0.0.1:80/hub/"), "k"), Resolve());
    }

    [Fact]
    public void Resolve_Options_WinOverTheEnvironment()
    {
        _terminal.Environment["ORCHESTRATOR_URL"] = "http://10.0.0.1:80";
        _terminal.Environment["ORCHESTRATOR_KEY"] = "k";

        Assert.Equal(new ServerConnection(new Uri("http://127.0.0.1:9/"), "mine"), Resolve("--url", "http://127.0.0.1:9", "--key", "mine"));
    }

    [Theory]
    [InlineData("https://orchestrator.contoso.example")]
    [InlineData("http://127.0.0.1:7071")]
    public void Resolve_Token_ComesFromTheEnvironmentOnly(string url)
    {
        _terminal.Environment["ORCHESTRATOR_TOKEN"] = "eyJ0 \n";

        Assert.Equal("eyJ0", Resolve("--url", url).Token);
    }

    [Fact]
    public void Resolve_TokenButNoAddressOrAKey_IsNotSent()
    {
        _terminal.Environment["ORCHESTRATOR_TOKEN"] = "eyJ0";

        Assert.Null(Resolve().Token);
        Assert.Null(Resolve("--url", "http://10.0.0.1:80", "--key", "mine").Token);
    }

    [Fact]
    public void Resolve_TokenForPlainHttp_IsRefusedBeforeItIsSent()
    {
        _terminal.Environment["ORCHESTRATOR_TOKEN"] = "eyJ0";

        Assert.Contains("only sent over https", Assert.Throws<CliException>(() => Resolve("--url", "http://10.0.0.1:80")).Message, StringComparison.Ordinal);
    }

    private ServerConnection Resolve(params string[] args) => ServerConnection.Resolve(
        new RootCommand { CliOptions.Url, CliOptions.Key, CliOptions.Data, CliOptions.Json }.Parse(args), _terminal.Host());
}
