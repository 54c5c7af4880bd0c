using Orchestrator.Adapters.Local.Commands;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Commands;

public sealed class CommandPolicyTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Dictionary<string, AllowedCommand> _allowed = [];
    private readonly string _tool;

    public CommandPolicyTests()
    {
        _tool = _folder.Write("tool", "#!/bin/sh\n", isExecutable: true);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "work", "sub"));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/bin/sh")]
    [InlineData("sh")]
    [InlineData("../bin/sh")]
    public async Task Allow_NothingAllowed_NamesTheSetting(string command)
    {
        var error = await FailAsync(new CommandCall { Command = command });

        Assert.Contains("'AllowedCommands'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Allow_ByNameAndByPath_AreTheSame()
    {
        _allowed["tool"] = new AllowedCommand { Path = _tool, Arguments = { "first" } };

        var byName = await AllowAsync(new CommandCall { Command = "tool", Arguments = ["second"] });
        var byPath = await AllowAsync(new CommandCall { Command = $"{_folder.Path}/work/../tool", Arguments = ["second"] });

        Assert.Equal(["first", "second"], byName.Arguments);
        Assert.Equal(byName.Arguments, byPath.Arguments);
        Assert.Equal(_tool, byPath.Path);
    }

    [Fact]
    public async Task Allow_LinkNamedLikeAnAllowedOne_IsJudgedByWhereItLeads()
    {
        _allowed["tool"] = new AllowedCommand { Path = _tool };
        var link = Path.Combine(_folder.Path, "work", "tool");
        File.CreateSymbolicLink(link, "/bin/sh");

        await FailAsync(new CommandCall { Command = link });
    }

    [Fact]
    public async Task Allow_LinkToAnAllowedOne_RunsThePathOfTheSettings()
    {
        // Programs such as busybox do what the name they are called by says.
        _allowed["tool"] = new AllowedCommand { Path = _tool };
        var link = Path.Combine(_folder.Path, "work", "sh");
        File.CreateSymbolicLink(link, _tool);

        Assert.Equal(_tool, (await AllowAsync(new CommandCall { Command = link })).Path);
    }

    [Fact]
    public async Task Allow_TwoNamesOfOnePath_WantsAName()
    {
        _allowed["a"] = new AllowedCommand { Path = _tool, Arguments = { "a" } };
        _allowed["b"] = new AllowedCommand { Path = _tool, Arguments = { "b" } };

        Assert.Contains("a, b", (await FailAsync(new CommandCall { Command = _tool })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Allow_ArgumentsNotAllowed_IsRefused()
    {
        _allowed["tool"] = new AllowedCommand { Path = _tool, AllowArguments = false };

        await FailAsync(new CommandCall { Command = "tool", Arguments = ["x"] });
    }

    [Theory]
    [InlineData(null, "work", true)]
    [InlineData("sub", "work/sub", true)]
    [InlineData("..", null, false)]
    [InlineData("/etc", null, false)]
    [InlineData("link", null, false)]
    public async Task Allow_WorkingDirectory_StaysBeneathTheSettings(string? wanted, string? expected, bool isAllowed)
    {
        _allowed["tool"] = new AllowedCommand { Path = _tool, WorkingDirectory = Path.Combine(_folder.Path, "work") };
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "work", "link"), "/etc");
        var call = new CommandCall { Command = "tool", WorkingDirectory = wanted };

        if (isAllowed)
            Assert.Equal(RealPath.Of(Path.Combine(_folder.Path, expected!)), (await AllowAsync(call)).WorkingDirectory);
        else
            await FailAsync(call);
    }

    [Theory]
    [InlineData("LD_PRELOAD")]
    [InlineData("ld_library_path")]
    [InlineData("PATH")]
    [InlineData("BASH_ENV")]
    [InlineData("PYTHONPATH")]
    [InlineData("NODE_OPTIONS")]
    [InlineData("DOTNET_STARTUP_HOOKS")]
    [InlineData("ORCHESTRATOR_OPERATION_ID")]
    [InlineData("A=B")]
    [InlineData("")]
    public async Task Allow_DangerousVariable_IsRefusedWhateverIsAllowed(string variable)
    {
        _allowed["tool"] = new AllowedCommand { Path = _tool, AllowedEnvironment = { "*" } };

        await FailAsync(new CommandCall { Command = "tool", Environment = new Dictionary<string, string> { [variable] = "x" } });
    }

    [Fact]
    public async Task Allow_Environment_IsCleanButForWhatIsAllowed()
    {
        Environment.SetEnvironmentVariable("POLICYTEST_SECRET", "x");
        Environment.SetEnvironmentVariable("POLICYTEST_SHARED", "y");
        _allowed["tool"] = new AllowedCommand { Path = _tool, AllowedEnvironment = { "APP_*" }, InheritedEnvironment = { "POLICYTEST_SH*" } };

        var line = await AllowAsync(new CommandCall { Command = "tool", Environment = new Dictionary<string, string> { ["APP_A"] = "a" } });

        Assert.Equal("a", line.Environment["APP_A"]);
        Assert.Equal("y", line.Environment["POLICYTEST_SHARED"]);
        Assert.False(line.Environment.ContainsKey("POLICYTEST_SECRET"));
    }

    private async Task<CommandLine> AllowAsync(CommandCall call)
    {
        using var host = new TestHost(_folder.Path, _ => { });
        return await new CommandPolicy(_allowed).AllowAsync(call, host.Scope("step"), default);
    }

    private Task<AdapterException> FailAsync(CommandCall call) => Assert.ThrowsAsync<AdapterException>(() => AllowAsync(call));
}
