using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Adapters.Local;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Template;

/// <summary>Hooks that run commands of the host: by the real port, with programs that are allowed.</summary>
public sealed class TemplateCommandsTests(ArmJudge judge) : TemplateTest(judge), IAsyncLifetime
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const string Hooks = """
        { "afterwards": [
          { "command": "first", "arguments": [ "{output:zone}" ], "undo": { "command": "back", "arguments": [ "first" ] } },
          { "command": "second", "undo": { "command": "back", "arguments": [ "second" ] } } ] }
        """;

    private ServiceProvider _services = null!;

    private string Told => Path.Combine(Rig.Folder, "told.txt");

    private string[] Calls => File.Exists(Told) ? File.ReadAllLines(Told) : [];

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        _services = new ServiceCollection().AddLogging().AddLocalAdapters(local =>
        {
            local.StateFolder = Path.Combine(Rig.Folder, "state");
            foreach (var name in (string[])["first", "second", "back"])
                local.AllowedCommands[name] = new() { Path = Path.Combine(Rig.Folder, name), AllowArguments = name != "second" };
        }).BuildServiceProvider();
        Rig.Commands = _services.GetRequiredService<ICommandRunner>();
        Rig.Restart();
        Program("first", "echo first $1 >>TOLD");
        Program("second", "echo second $ORCHESTRATOR_ACTION $ORCHESTRATOR_REHEARSAL >>TOLD");
        Program("back", "echo back $1 $ORCHESTRATOR_ACTION >>TOLD");
        Rig.SeedGroup();
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await _services.DisposeAsync();
        await DisposeAsync();
    }

    [Fact]
    public async Task Provision_WithCommands_RunsEachOnceInOrder()
    {
        await Rig.ProvisionAsync(Rig.Spec(Hooks));
        Rig.Restart();
        await Rig.ProvisionAsync(Rig.Spec(Hooks));

        Assert.Equal(["first orders.example", "second afterwards false"], Calls);
    }

    [Fact]
    public async Task Remove_CommandsRan_TakesThemBackTheLastFirstAndOnce()
    {
        var before = Rig.State();
        await Rig.ProvisionAsync(Rig.Spec(Hooks));

        await Rig.RemoveAsync(Rig.Spec(Hooks));
        await Rig.RemoveAsync(Rig.Spec(Hooks));

        Assert.Equal(["back second undo", "back first undo"], Calls[2..]);
        Assert.Equal(before, Rig.State());
    }

    [Fact]
    public async Task Remove_NothingWasDone_RunsNothing()
    {
        await Rig.RemoveAsync(Rig.Spec(Hooks));

        Assert.Empty(Calls);
    }

    [Fact]
    public async Task Provision_CommandFails_SaysWhatItSaidAndBeginsWithItAgain()
    {
        Program("second", "echo no licence >&2; exit 3");
        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.ProvisionAsync(Rig.Spec(Hooks)));
        Assert.Contains("it ended with exit code 3. Its last output: no licence", error.Problem, StringComparison.Ordinal);
        Assert.False(error.IsTransient);

        Program("second", "echo second >>TOLD");
        await Rig.ProvisionAsync(Rig.Spec(Hooks));

        Assert.Equal(["first orders.example", "second"], Calls);
        Assert.Equal(1, Rig.Deployments());
    }

    [Fact]
    public async Task Provision_CommandEndsWith75_MayBeTriedAgain()
    {
        Program("first", "exit 75");

        Assert.True((await Assert.ThrowsAsync<AdapterException>(() => Rig.ProvisionAsync(Rig.Spec(Hooks)))).IsTransient);
    }

    [Fact]
    public async Task Remove_CommandFailed_TakesItBackAsWell()
    {
        var before = Rig.State();
        Program("second", "exit 3");
        await Assert.ThrowsAsync<AdapterException>(() => Rig.ProvisionAsync(Rig.Spec(Hooks)));

        await Rig.RemoveAsync(Rig.Spec(Hooks));

        Assert.Equal(["first orders.example", "back second undo", "back first undo"], Calls);
        Assert.Equal(before, Rig.State());
    }

    [Fact]
    public async Task Remove_UndoFails_RemovesNothingYetAndGoesOnWithIt()
    {
        await Rig.ProvisionAsync(Rig.Spec(Hooks));
        Program("back", "exit 1");
        await Assert.ThrowsAsync<AdapterException>(() => Rig.RemoveAsync(Rig.Spec(Hooks)));
        Assert.NotNull(Rig.Server.Find(Rig.Id("Microsoft.Network/publicIPAddresses", "front")));

        Program("back", "echo back $1 >>TOLD");
        await Rig.RemoveAsync(Rig.Spec(Hooks));

        Assert.Equal(["back second", "back first"], Calls[2..]);
        Assert.Null(Rig.Server.Find(Rig.Id("Microsoft.Network/publicIPAddresses", "front")));
    }

    [Fact]
    public async Task Remove_CommandStillRuns_EndsItFirst()
    {
        Program("first", "echo first >>TOLD; exec sleep 600");
        using var cut = new CancellationTokenSource();
        var running = Rig.PatientlyAsync(() => Rig.Adapter.ProvisionAsync(Rig.Spec(Hooks), Rig.Scope(), cut.Token));
        await WaitForAsync(() => Calls.Length > 0);
        await cut.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        await Rig.RemoveAsync(Rig.Spec(Hooks));

        Assert.Equal(["first", "back first undo"], Calls);
    }

    [Fact]
    public async Task Provision_Outputs_AreGivenWithoutSecrets()
    {
        Environment.SetEnvironmentVariable("TEMPLATE_PASSWORD", "hunter2-in-clear");
        Program("second", "echo $ORCHESTRATOR_OUTPUTS >>TOLD");

        await Rig.ProvisionAsync(Rig.Spec("""{ "parameters": { "password": "env:TEMPLATE_PASSWORD" }, "afterwards": [ { "command": "second" } ] }"""));

        var told = Assert.Single(Calls);
        Assert.Contains("\"zone\":\"orders.example\"", told.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("password", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "afterwards": [ { "command": "third" } ] }""", "AllowedCommands")]
    [InlineData("""{ "afterwards": [ { "command": "first", "undo": { "command": "third" } } ] }""", "AllowedCommands")]
    [InlineData("""{ "afterwards": [ { "os": "linux" } ] }""", "either vm and script, or command")]
    [InlineData("""{ "afterwards": [ { "command": "first", "vm": "x", "script": [ "y" ] } ] }""", "either vm and script, or command")]
    public async Task Preview_HookCannotBeRun_Blocks(string keys, string remedy)
    {
        var preview = await Rig.PreviewAsync(Rig.Spec(keys));

        Assert.Contains(remedy, Assert.Single(preview.Findings, finding => finding.IsBlocking).Remedy, StringComparison.Ordinal);
        Assert.Empty(Calls);
    }

    [Fact]
    public async Task Preview_HostRunsNoCommands_Blocks()
    {
        Rig.Commands = null;
        Rig.Restart();

        var preview = await Rig.PreviewAsync(Rig.Spec(Hooks));

        Assert.All(preview.Findings.Where(finding => finding.IsBlocking), finding => Assert.Equal("this host runs no commands", finding.Problem));
        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.ProvisionAsync(Rig.Spec(Hooks)));
        Assert.Equal("this host runs no commands", error.Problem);
    }

    private void Program(string name, string script)
    {
        var path = Path.Combine(Rig.Folder, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script.Replace("TOLD", Told, StringComparison.Ordinal)}\n");
        File.SetUnixFileMode(path, Executable);
    }

    private static async Task WaitForAsync(Func<bool> holds)
    {
        for (var patience = Stopwatch.StartNew(); !holds(); await Task.Delay(20))
        {
            if (patience.Elapsed > TimeSpan.FromSeconds(30))
                throw new TimeoutException("It did not come to hold within 30 s.");
        }
    }
}
