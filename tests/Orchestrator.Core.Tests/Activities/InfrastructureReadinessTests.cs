using Moq;
using Orchestrator.Contracts.Data;
using Orchestrator.Contracts.Durability;
using Orchestrator.Contracts.Ledger;
using Orchestrator.Contracts.World;
using Orchestrator.Core.Activities;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Tests.Activities;

public sealed class InfrastructureReadinessTests
{
    private readonly Mock<IPreviewsInfrastructure> _infrastructure = new();
    private readonly ManualTime _time = new();
    private readonly StepScope _scope = TestScope.Create(new DataComponent { Name = "db", Kind = "files" }, "/nowhere");

    public InfrastructureReadinessTests()
    {
        _infrastructure.SetupGet(it => it.Kind).Returns("none");
        Previews().ReturnsAsync(new InfrastructurePreview(
            [new("vm-1", "Create"), new("nic-1", "Modify") { Properties = ["properties.subnet"] }],
            [new("nic-1", "it would change", "Take it out", IsBlocking: true)]));
    }

    [Fact]
    public async Task Look_InfrastructurePreviews_MakesAFindingOfEveryChange()
    {
        var findings = await InfrastructureReadiness.LookAsync(new([_infrastructure.Object]), _scope, CancellationToken.None);

        Assert.Equal(["nic-1", "vm-1", "nic-1"], findings.Select(finding => finding.Subject));
        Assert.Contains("Modify: properties.subnet", findings[2].Problem, StringComparison.Ordinal);
        Assert.Equal([true, false, false], findings.Select(finding => finding.IsBlocking));
    }

    [Fact]
    public async Task Look_InfrastructureDoesNotPreview_FindsNothing() =>
        Assert.Empty(await InfrastructureReadiness.LookAsync(new([]), _scope, CancellationToken.None));

    [Fact]
    public async Task Assess_PreviewTakesLonger_WaitsForIt()
    {
        _infrastructure.SetupSequence(it => it.PreviewAsync(It.IsAny<AdapterSpec>(), It.IsAny<StepScope>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new OperationPendingException("Previewing", TimeSpan.FromSeconds(10)))
            .ReturnsAsync(new InfrastructurePreview([new("vm-1", "Create")], []));

        var assessment = await AssessAsync();

        Assert.Contains(assessment.Findings, finding => finding.Subject == "vm-1");
    }

    [Fact]
    public async Task Assess_PreviewTakesTooLong_SaysSo()
    {
        Previews().ThrowsAsync(new OperationPendingException("Previewing", TimeSpan.FromSeconds(50)));

        var assessment = await AssessAsync();

        Assert.Contains("not known yet", assessment.Findings.Single(finding => finding.Subject == "infrastructure").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assess_PreviewFails_Blocks()
    {
        Previews().ThrowsAsync(new AdapterException("is wrong", "template", "Mend it", isTransient: false));

        var assessment = await AssessAsync();

        Assert.False(assessment.IsReady);
        Assert.Contains(assessment.Findings, finding => finding is { Subject: "template", IsBlocking: true });
    }

    [Fact]
    public async Task CheckReadiness_PreviewTakesLonger_IsLookedAtAgainAndIsEvidence()
    {
        _infrastructure.SetupGet(it => it.Kind).Returns("previewed");
        _infrastructure.SetupSequence(it => it.PreviewAsync(It.IsAny<AdapterSpec>(), It.IsAny<StepScope>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new OperationPendingException("Previewing", TimeSpan.FromSeconds(10)))
            .ReturnsAsync(new InfrastructurePreview([new("vm-1", "Create")], []));
        var drill = new MigrationDrill();
        var services = drill.Services with { Adapters = new([.. drill.World.Adapters.All<IAdapter>(), _infrastructure.Object]) };
        var registry = new DurableRegistry().AddMigrations(services);
        var input = new MigrationInput(FakeWorld.Plan() with { Infrastructure = new() { Kind = "previewed" } }, "olga", false);
        Task<object?> RunAsync() => registry.Activities[Steps.CheckReadiness.Activity].Body(
            new("orders-1", Steps.CheckReadiness.Activity, 1), new StepRequest("readiness", input, 1), CancellationToken.None);

        var (first, second) = ((StepOutcome)(await RunAsync())!, (StepOutcome)(await RunAsync())!);

        Assert.Equal(TimeSpan.FromSeconds(10), first.LookAgainAfter);
        Assert.NotNull(second.EvidenceHash);
        Assert.Contains("vm-1", await drill.Ledger.ReadDocumentAsync("orders-1", "evidence/readiness", CancellationToken.None), StringComparison.Ordinal);
    }

    private Moq.Language.Flow.ISetup<IPreviewsInfrastructure, Task<InfrastructurePreview>> Previews() =>
        _infrastructure.Setup(it => it.PreviewAsync(It.IsAny<AdapterSpec>(), It.IsAny<StepScope>(), It.IsAny<CancellationToken>()));

    private async Task<PlanAssessment> AssessAsync()
    {
        var assessment = new PlanAssessor(new([_infrastructure.Object]), new InMemoryLedger(), _time).AssessAsync(_scope, CancellationToken.None);
        for (var timers = 0; !assessment.IsCompleted && timers < 100; timers++)
        {
            if (!_time.AdvanceToNextTimer())
                await Task.Yield();
        }

        return await assessment.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
