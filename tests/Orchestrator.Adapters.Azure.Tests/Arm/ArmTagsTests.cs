using System.Text.Json;
using Orchestrator.Adapters.Azure.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Arm;

public sealed class ArmTagsTests : IDisposable
{
    private readonly ArmRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void For_PlanGivesTagsOfOurs_OursWin()
    {
        var tags = ArmTags.For(_rig.Step("provisionTarget").Scope, new Dictionary<string, string> { ["cost"] = "7", ["Orchestrator-Migration"] = "other" });
        Assert.Equal(("7", "m-1", "provisionTarget", 3), (tags["cost"], tags[ArmTags.Migration], tags[ArmTags.Step], tags.Count));
    }

    [Theory]
    [InlineData("""{"tags":{"orchestrator-migration":"m-1","orchestrator-step":"s"}}""", "m-1", "s", true)]
    [InlineData("""{"tags":{"Orchestrator-Migration":"m-2"}}""", "m-2", null, false)]
    [InlineData("""{"tags":{}}""", null, null, false)]
    [InlineData("""{"tags":null}""", null, null, false)]
    [InlineData("""{}""", null, null, false)]
    public void MakerOf_Tags_TellWhoMadeIt(string resource, string? maker, string? step, bool isOwn)
    {
        var element = JsonElement.Parse(resource);
        Assert.Equal((maker, step, isOwn), (ArmTags.MakerOf(element), ArmTags.StepOf(element), ArmTags.IsOwn(element, _rig.Step().Scope)));
    }

    [Theory]
    [InlineData(404, "{}", OperationProbe.NotStarted, OperationProbe.Done)]
    [InlineData(200, """{"properties":{"provisioningState":"Creating"}}""", OperationProbe.UnderWay, OperationProbe.NotStarted)]
    [InlineData(200, """{"properties":{"provisioningState":"Deleting"}}""", OperationProbe.UnderWay, OperationProbe.UnderWay)]
    [InlineData(200, """{"properties":{"provisioningState":"Failed"}}""", OperationProbe.NotStarted, OperationProbe.NotStarted)]
    [InlineData(200, """{"properties":{"provisioningState":"Succeeded"}}""", OperationProbe.NotStarted, OperationProbe.NotStarted)]
    [InlineData(200, """{"tags":{"orchestrator-migration":"m-1"},"properties":{"provisioningState":"Succeeded"}}""", OperationProbe.Done, OperationProbe.NotStarted)]
    [InlineData(200, """{"tags":{"orchestrator-migration":"m-1"}}""", OperationProbe.Done, OperationProbe.NotStarted)]
    internal async Task Probe_StateOfTheResource_Decides(int status, string body, OperationProbe made, OperationProbe gone)
    {
        var arm = _rig.Step();
        _rig.Azure.Answers(status, body).Answers(status, body);
        Assert.Equal(made, await arm.ProbeMadeAsync(ArmRig.Disk, ArmRig.Version, disk => ArmTags.IsOwn(disk.Body, arm.Scope), default));
        Assert.Equal(gone, await arm.ProbeGoneAsync(ArmRig.Disk, ArmRig.Version, default));
    }
}
