using Moq;
using Orchestrator.Contracts.Data;
using Orchestrator.Contracts.Durability;
using Orchestrator.Contracts.Ledger;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Tests.Plans;

public class PlanAssessorTests
{
    private const long Gibibyte = 1L << 30;

    private readonly Mock<IDataAdapter> _data = new();
    private readonly InMemoryLedger _ledger = new();
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 12, 5, 12, 0, 0, TimeSpan.Zero));

    public PlanAssessorTests()
    {
        _data.SetupGet(it => it.Kind).Returns("files");
        _data.Setup(it => it.MeasureAsync(It.IsAny<DataComponent>(), Side.Source, It.IsAny<StepScope>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new DataSize(10 * Gibibyte, 1000));
        _data.Setup(it => it.CheckReadinessAsync(It.IsAny<DataComponent>(), It.IsAny<StepScope>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync([new Finding("a", "small", "x", IsBlocking: false), new Finding("b", "large", "x", IsBlocking: true)]);
    }

    [Fact]
    public async Task AssessAsync_NothingMeasured_EstimatesFromTheAmountOfData()
    {
        var assessment = await AssessAsync(new DowntimePlan());

        Assert.Equal(new DataEstimate("db", 10 * Gibibyte, 1000), Assert.Single(assessment.Data));
        Assert.Equal(new StepEstimate("backup", TimeSpan.FromSeconds(206), IsMeasured: false), assessment.Steps.Single(step => step.Step == "backup"));
        Assert.Equal(assessment.Steps.Sum(step => step.Duration.TotalSeconds), assessment.EstimatedDowntime.TotalSeconds);
        Assert.Equal("network", assessment.DataPath);
    }

    [Fact]
    public async Task AssessAsync_EveryDowntimeStep_IsAStepOfTheRunbook()
    {
        var known = typeof(Steps).GetFields().Select(field => ((Step)field.GetValue(null)!).Name).ToHashSet();

        Assert.All((await AssessAsync(new DowntimePlan())).Steps, step => Assert.Contains(step.Step, known));
    }

    [Fact]
    public async Task AssessAsync_Rehearsed_UsesWhatWasMeasured()
    {
        await _ledger.WriteDocumentAsync(MigrationDocuments.Workload("orders"), MigrationDocuments.Durations, """{"restore":"PT7S"}""");

        var assessment = await AssessAsync(new DowntimePlan());

        Assert.Equal(new StepEstimate("restore", TimeSpan.FromSeconds(7), IsMeasured: true), assessment.Steps.Single(step => step.Step == "restore"));
    }

    [Fact]
    public async Task AssessAsync_BlockingFinding_IsNotReadyAndFirst()
    {
        var assessment = await AssessAsync(new DowntimePlan());

        Assert.False(assessment.IsReady);
        Assert.Equal(["b", "a"], assessment.Findings.Select(finding => finding.Subject));
    }

    [Fact]
    public async Task AssessAsync_UnreachableSource_IsAFinding()
    {
        _data.Setup(it => it.MeasureAsync(It.IsAny<DataComponent>(), Side.Source, It.IsAny<StepScope>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new AdapterException("connection refused", "db1:5432", "Start it.", isTransient: true));

        var assessment = await AssessAsync(new DowntimePlan());

        Assert.Equal(new Finding("db1:5432", "connection refused", "Start it.", IsBlocking: true), Assert.Single(assessment.Findings));
    }

    [Fact]
    public async Task AssessAsync_SourceAsksToWait_IsAFindingAndNoError()
    {
        _data.Setup(it => it.MeasureAsync(It.IsAny<DataComponent>(), Side.Source, It.IsAny<StepScope>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new OperationPendingException("Azure throttles its callers", TimeSpan.FromMinutes(1)));

        var finding = Assert.Single((await AssessAsync(new DowntimePlan())).Findings);

        Assert.Equal(("data 'db'", "whether it can be moved is not known yet: Azure throttles its callers", false), (finding.Subject, finding.Problem, finding.IsBlocking));
    }

    [Fact]
    public async Task AssessAsync_MoreDowntimeThanTolerated_IsAFinding()
    {
        var assessment = await AssessAsync(new DowntimePlan { Tolerance = TimeSpan.FromMinutes(16) });

        Assert.Equal("about PT20M14S of downtime are expected, and PT16M are accepted", assessment.Findings.Single(finding => finding.Subject == "downtime").Problem);
    }

    [Theory]
    [InlineData(-5, null, "all windows are past")]
    [InlineData(-1, -1, null)]
    [InlineData(24, 24, null)]
    public async Task AssessAsync_Windows_FindsTheNext(int hoursFromNow, int? expected, string? problem)
    {
        var window = new DowntimeWindow { Start = _time.GetUtcNow().AddHours(hoursFromNow), Duration = TimeSpan.FromHours(4) };

        var assessment = await AssessAsync(new DowntimePlan { Windows = [window] });

        Assert.Equal(expected is { } hours ? _time.GetUtcNow().AddHours(hours) : null, assessment.NextWindow);
        Assert.Equal(problem, assessment.Findings.SingleOrDefault(finding => finding.Subject == "downtime.windows")?.Problem);
    }

    [Fact]
    public async Task AssessAsync_MonthsOfTransfer_SendsDevicesUnlessCritical()
    {
        _data.Setup(it => it.MeasureAsync(It.IsAny<DataComponent>(), Side.Source, It.IsAny<StepScope>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new DataSize(100 * 1024 * Gibibyte, 1000));

        Assert.Equal("dataBox", (await AssessAsync(new DowntimePlan())).DataPath);
        Assert.Equal("network", (await AssessAsync(new DowntimePlan(), Criticality.MissionCritical)).DataPath);
    }

    private Task<PlanAssessment> AssessAsync(DowntimePlan downtime, Criticality criticality = Criticality.Medium)
    {
        var component = new DataComponent { Name = "db", Kind = "files" };
        var scope = TestScope.Create(component, "/nowhere");
        scope = new StepScope
        {
            MigrationId = "a",
            Step = "assess",
            Plan = scope.Plan with { Name = "orders", Downtime = downtime, Criticality = criticality, Strategy = MigrationStrategy.Offline },
            WorkFolder = scope.WorkFolder,
            Progress = scope.Progress,
            Secrets = scope.Secrets,
            Expander = scope.Expander,
        };
        return new PlanAssessor(new AdapterCatalog([_data.Object]), _ledger, _time).AssessAsync(scope, CancellationToken.None);
    }
}
