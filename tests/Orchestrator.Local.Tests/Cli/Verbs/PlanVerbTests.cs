using System.Text.Json;
using Orchestrator.Core.Plans;
using Orchestrator.Local.Cli;

namespace Orchestrator.Local.Tests.Cli.Verbs;

public sealed class PlanVerbTests : IAsyncLifetime
{
    private const string Plan = "version: 1\nname: orders\ncompute:\n  source: { kind: process, command: a }\n  target: { kind: process, command: b }\nbackup: { kind: blob, connection: env:C }\n";
    private readonly Terminal _terminal = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("cli").FullName;
    private FakeServer _server = null!;

    private string PlanPath => Path.Combine(_folder, "plan.yaml");

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(PlanPath, Plan);
        _server = await FakeServer.StartAsync();
        _terminal.Environment["ORCHESTRATOR_URL"] = _server.Url;
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Validate_GoodPlan_SaysTheStrategy()
    {
        Assert.Equal(ExitCodes.Done, await _terminal.RunAsync("validate", PlanPath));

        Assert.StartsWith($"{PlanPath} is valid: orders, offline. ", _terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_BadPlan_SaysWhere()
    {
        await File.WriteAllTextAsync(PlanPath, Plan.Replace("name: orders", "name: Orders", StringComparison.Ordinal));

        Assert.Equal(ExitCodes.BadInput, await _terminal.RunAsync("validate", PlanPath));

        Assert.StartsWith($"{PlanPath}:2:7: name: This is 'Orders', and must be a DNS label", _terminal.Out, StringComparison.Ordinal);
        Assert.EndsWith("1 problem. Nothing was started.\n", _terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_Folder_IsBadInput() => Assert.Equal(ExitCodes.BadInput, await _terminal.RunAsync("validate", _folder));

    [Fact]
    public async Task Schema_Always_IsAJsonSchema()
    {
        Assert.Equal(ExitCodes.Done, await _terminal.RunAsync("schema"));

        Assert.Equal("The workload: a DNS label, unique in the hub.", JsonDocument.Parse(_terminal.Out).RootElement.GetProperty("properties").GetProperty("name").GetProperty("description").GetString());
    }

    [Fact]
    public async Task Start_Plan_IsSentAsItIs()
    {
        _server.OnJson("POST /api/migrations", new { Id = "orders-7" }, 202);

        Assert.Equal(ExitCodes.Done, await _terminal.RunAsync("start", PlanPath, "--rehearsal", "--idempotency-key", "k1"));

        var request = Assert.Single(_server.Requests);
        Assert.Equal(("POST /api/migrations?rehearsal=true&dryRun=false", Plan), (request.Line, request.Body));
        Assert.Equal(("application/yaml", "k1"), (request.Headers.ContentType.ToString(), request.Headers["Idempotency-Key"].ToString()));
        Assert.StartsWith("Started orders-7.\n", _terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ProblemsFound_AreShownWithTheNameOfTheFile()
    {
        _server.OnJson("POST /api/migrations", new { Detail = "The plan has a problem.", Problems = new[] { new PlanProblem("body", 3, 4, "name", "Wrong.") } }, 422);

        Assert.Equal(ExitCodes.BadInput, await _terminal.RunAsync("start", PlanPath));

        Assert.Equal($"The plan has a problem.\n{PlanPath}:3:4: name: Wrong.\n", _terminal.Error);
    }

    [Fact]
    public async Task Start_RemedyIsPartOfTheProblem_IsSaidOnce()
    {
        _server.OnJson("POST /api/migrations", new { Detail = "It runs already. Wait for it.", Remedy = "Wait for it." }, 409);

        Assert.Equal(ExitCodes.BadInput, await _terminal.RunAsync("start", PlanPath));

        Assert.Equal("It runs already. Wait for it.\n", _terminal.Error);
    }

    [Fact]
    public async Task Start_Watched_EndsWithTheMigration()
    {
        _server.OnJson("POST /api/migrations", new { Id = Statuses.Id }, 202);
        _server.OnJson($"GET /api/migrations/{Statuses.Id}", Statuses.Ended(Core.Migrations.MigrationState.RolledBack));

        Assert.Equal(ExitCodes.RolledBack, await _terminal.RunAsync("start", PlanPath, "--watch"));
    }

    [Fact]
    public async Task Start_DryRun_ShowsTheSteps()
    {
        _server.OnJson("POST /api/migrations", new Core.Migrations.MigrationPreview("orders", "ff", MigrationStrategy.Offline, "The plan says so.", Rehearsal: false, Statuses.Running.Steps));

        Assert.Equal(ExitCodes.Done, await _terminal.RunAsync("start", PlanPath, "--dry-run"));

        Assert.Equal(
            """
            orders: offline migration. The plan says so.
              1. Tell stakeholders and freeze changes
              2. Hold user traffic (undo: Let users reach the source again)
              3. Back up the source's data
              4. Provision the target (undo: Remove what was made on the target)
            Nothing was started.

            """.ReplaceLineEndings("\n"),
            _terminal.Out);
        Assert.Equal("POST /api/migrations?rehearsal=false&dryRun=true", Assert.Single(_server.Requests).Line);
    }

    [Fact]
    public async Task Assess_Answer_IsShown()
    {
        _server.OnJson("POST /api/assessments", new PlanAssessment("orders", "ff", MigrationStrategy.Offline, "The plan says so.")
        {
            Data = [new DataEstimate("db", 2048, 7)],
            Steps = [new StepEstimate("backup", TimeSpan.FromSeconds(90), IsMeasured: true)],
            EstimatedDowntime = TimeSpan.FromMinutes(3),
            Findings = [new Core.Ports.Finding("db1", "version too old", "Upgrade it.", IsBlocking: true)],
        });

        Assert.Equal(ExitCodes.BadInput, await _terminal.RunAsync("assess", PlanPath));

        Assert.Equal(
            """
            orders: offline. The plan says so.
              data db: 2 KiB, 7 objects
              step backup     about 1:30 min (measured)
              downtime about 3:00 min
              BLOCKS db1: version too old. Upgrade it.
            Not ready: put right what blocks.

            """.ReplaceLineEndings("\n"),
            _terminal.Out);
    }
}
