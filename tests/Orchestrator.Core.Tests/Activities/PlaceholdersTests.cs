using Moq;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Activities;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Tests.Activities;

public sealed class PlaceholdersTests
{
    private readonly Mock<IGivesOutputs> _infrastructure = new();
    private readonly Mock<IComputeAdapter> _compute = new();

    public PlaceholdersTests()
    {
        _infrastructure.SetupGet(it => it.Kind).Returns("template");
        _infrastructure.Setup(it => it.FindOutputAsync(It.IsAny<AdapterSpec>(), "ip", It.IsAny<StepScope>(), It.IsAny<CancellationToken>())).ReturnsAsync("10.0.0.4");
        _compute.SetupGet(it => it.Kind).Returns("machine");
    }

    [Fact]
    public async Task Expand_Output_TakesItFromTheInfrastructure() =>
        Assert.Equal("http://10.0.0.4:80/10.0.0.4", await ExpandAsync("http://{output:ip}:80/{output:ip}"));

    [Fact]
    public async Task Expand_AddressIsAnOutput_ExpandsIt()
    {
        _compute.Setup(it => it.GetAddress(It.IsAny<AdapterSpec>())).Returns("{output:ip}:8080");

        Assert.Equal("http://10.0.0.4:8080/health", await ExpandAsync("http://{target}/health"));
    }

    [Fact]
    public async Task Expand_AddressIsAnAddress_Fails()
    {
        _compute.Setup(it => it.GetAddress(It.IsAny<AdapterSpec>())).Returns("{target}");

        var error = await Assert.ThrowsAsync<AdapterException>(() => ExpandAsync("{target}"));

        Assert.Contains("{output:NAME}", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expand_NoSuchOutput_Fails()
    {
        var error = await Assert.ThrowsAsync<AdapterException>(() => ExpandAsync("{output:other}"));

        Assert.Contains("not there yet", error.Problem, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public async Task Expand_InfrastructureGivesNone_Fails()
    {
        var none = new Mock<IInfrastructureAdapter>();
        none.SetupGet(it => it.Kind).Returns("template");

        var error = await Assert.ThrowsAsync<AdapterException>(() => ExpandAsync("{output:ip}", none.Object));

        Assert.Contains("gives no outputs", error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{output:}")]
    [InlineData("{output:a-b}")]
    [InlineData("{outputs:ip}")]
    public async Task Expand_NoPlaceholder_StaysAsItIs(string text) => Assert.Equal(text, await ExpandAsync(text));

    private async Task<string> ExpandAsync(string text, IInfrastructureAdapter? infrastructure = null)
    {
        var scope = TestScope.Create(new DataComponent { Name = "db", Kind = "files" }, "/nowhere");
        var side = new AdapterSpec { Kind = "machine" };
        scope = new StepScope
        {
            MigrationId = scope.MigrationId,
            Step = scope.Step,
            Plan = scope.Plan with { Infrastructure = new() { Kind = "template" }, Compute = new() { Source = side, Target = side } },
            WorkFolder = scope.WorkFolder,
            Progress = scope.Progress,
            Secrets = scope.Secrets,
            Expander = scope.Expander,
        };
        return await Placeholders.ExpandAsync(text, new([infrastructure ?? _infrastructure.Object, _compute.Object]), scope, CancellationToken.None);
    }
}
