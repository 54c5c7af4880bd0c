using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Commands;

public sealed class CommandPortTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("command-port-");
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(1));
    private readonly ServiceProvider _services;

    public CommandPortTests()
    {
        _services = new ServiceCollection().AddLogging().AddLocalAdapters(local =>
        {
            local.StateFolder = Path.Combine(_folder.FullName, "state");
            local.AllowedCommands["shell"] = new() { Path = "/bin/sh", Arguments = { "-c" } };
            local.AllowedCommands["gone"] = new() { Path = "/nowhere/at/all" };
        }).BuildServiceProvider();
    }

    private ICommandRunner Port => _services.GetRequiredService<ICommandRunner>();

    [Fact]
    public async Task RunAsync_ManyLines_HandsOutEveryOneAndKeepsTheBeginning()
    {
        var lines = new List<string>();

        var outcome = await RunAsync("i=0; while [ $i -lt 30000 ]; do echo \"line $i of a long output of a tool that runs for hours\"; i=$((i+1)); done; printf last; exit 7", lines.Add);

        Assert.Equal(7, outcome.ExitCode);
        Assert.Equal(30_001, lines.Count);
        Assert.StartsWith("line 0 of", lines[0], StringComparison.Ordinal);
        Assert.Equal("last", lines[^1]);
        Assert.Equal(1 << 20, outcome.Output.Length);
    }

    [Fact]
    public async Task RunAsync_Environment_IsWhatTheAdapterGives()
    {
        var request = new CommandRequest("shell", "k") { Arguments = ["echo $TOOL_PLACE"], Environment = new Dictionary<string, string> { ["TOOL_PLACE"] = "here" } };

        Assert.Equal("here\n", (await Port.RunAsync(request, Scope(), _patience.Token)).Output);
    }

    [Fact]
    public async Task RunAsync_HostGivesUp_EndsIt()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_patience.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync("echo begun; exec sleep 600", _ => stop.Cancel(), stop.Token));
    }

    [Fact]
    public async Task StopAsync_NothingRuns_IsFine() => await Port.StopAsync(new CommandRequest("shell", "k"), Scope(), _patience.Token);

    [Theory]
    [InlineData("shell", null)]
    [InlineData("gone", "does not exist")]
    [InlineData("other", "do not allow")]
    public void FindObstacle_Command_SaysWhatIsInTheWay(string command, string? problem)
    {
        var finding = Port.FindObstacle(command);

        Assert.Equal(problem is null, finding is null);
        if (problem is not null)
            Assert.Contains(problem, finding!.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NotAllowed_IsPermanent() => Assert.False(
        (await Assert.ThrowsAsync<AdapterException>(() => Port.RunAsync(new CommandRequest("other", "k"), Scope(), _patience.Token))).IsTransient);

    public void Dispose()
    {
        _services.Dispose();
        _patience.Dispose();
        _folder.Delete(recursive: true);
    }

    private Task<CommandOutcome> RunAsync(string script, Action<string> onLine, CancellationToken? cancellation = null) =>
        Port.RunAsync(new CommandRequest("shell", "k") { Arguments = [script], OnLine = onLine }, Scope(), cancellation ?? _patience.Token);

    private static StepScope Scope() => TestScope.Create(new DataComponent { Name = "files", Kind = "azCopy" }, Path.GetTempPath());
}
