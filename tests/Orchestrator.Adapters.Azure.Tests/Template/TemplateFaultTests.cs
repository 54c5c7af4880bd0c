using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Template;

public sealed class TemplateFaultTests(ArmJudge judge) : TemplateTest(judge)
{
    private const string Deployment = "/deployments/[^/]+$";

    [Theory]
    [InlineData("POST", "/whatIf")]
    [InlineData("PUT", "/deployments/")]
    [InlineData("PATCH", "/tags/")]
    [InlineData("GET", "/operations")]
    public async Task Provision_KilledBetweenRequestAndJournal_DeploysOnce(string method, string part)
    {
        Rig.SeedGroup();
        await KilledAsync(method, part, () => Rig.ProvisionAsync(Rig.Spec()));

        await Rig.ProvisionAsync(Rig.Spec());

        Assert.Equal(1, Rig.Deployments());
        Assert.Equal("m-1", Rig.Server.Find(Rig.Id("Microsoft.Network/publicIPAddresses", "front"))!["tags"]!["orchestrator-migration"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("PUT", "/deployments/")]
    [InlineData("PATCH", "/tags/")]
    [InlineData("PUT", "/resourceGroups/landing")]
    public async Task Remove_ProvisionWasKilled_LeavesNothing(string method, string part)
    {
        var spec = Rig.Spec(ArmTemplateAdapterTests.NewGroup);
        await KilledAsync(method, part, () => Rig.ProvisionAsync(spec));

        await Rig.RemoveAsync(spec);

        Assert.Empty(Rig.Server.ResourceIds);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Remove_Killed_IsTakenUp(int after)
    {
        Rig.SeedGroup();
        var before = Rig.State();
        await Rig.ProvisionAsync(Rig.Spec());
        await KilledAsync("DELETE", "/", () => Rig.RemoveAsync(Rig.Spec()), after);

        await Rig.RemoveAsync(Rig.Spec());

        Assert.Equal(before, Rig.State());
        var deletions = Rig.Server.OperationsStarted.Where(operation => operation.Name == "delete").ToList();
        Assert.Equal(deletions.Count, deletions.DistinctBy(operation => operation.ResourceId).Count());
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task Provision_TroubleThatPasses_DeploysOnceAndIsUndone(string method, string path, string name)
    {
        Rig.SeedGroup();
        var before = Rig.State();
        Rig.Server.Faults.Add(method, path, 2, FaultOf(name));

        await Rig.ProvisionAsync(Rig.Spec(), bearsTrouble: true);
        Assert.Equal(1, Rig.Deployments());
        await Rig.RemoveAsync(Rig.Spec(), bearsTrouble: true);

        Assert.Equal(before, Rig.State());
        Assert.Contains(Rig.Server.Faults.Struck, struck => struck.StartsWith(method, StringComparison.Ordinal));
    }

    public static TheoryData<string, string, string> Passing()
    {
        var cases = new TheoryData<string, string, string>();
        foreach (var fault in (string[])["429", "409", "412", "500", "503", "before", "after"])
        {
            cases.Add("PUT", Deployment, fault);
            cases.Add("DELETE", "/publicIPAddresses/front$", fault);
        }

        cases.Add("POST", "/whatIf$", "429");
        cases.Add("PATCH", "front/providers/Microsoft.Resources/tags", "503");
        cases.Add("GET", "/operations/", "429");
        return cases;
    }

    [Fact]
    public async Task Provision_ThrottledWithRetryAfter_WaitsThatLong()
    {
        Rig.SeedGroup();
        Rig.Server.Faults.Add("PUT", Deployment, 1, Fault.Throttle(TimeSpan.FromSeconds(90)));
        TimeSpan? wait = null;
        for (var run = 0; wait is null && run < 20; run++)
        {
            try
            {
                await Rig.Adapter.ProvisionAsync(Rig.Spec(), Rig.Scope(), default);
            }
            catch (OperationPendingException pending)
            {
                wait = pending.Message.Contains("throttles", StringComparison.Ordinal) ? pending.LookAgainAfter : null;
            }
        }

        Assert.Equal(TimeSpan.FromSeconds(90), wait);
    }

    [Fact]
    public async Task Provision_DeploymentFailsAfterAWhile_SaysWhyAndIsUndone()
    {
        Rig.SeedGroup();
        var before = Rig.State();
        Rig.Server.Faults.Add("PUT", Deployment, 1, Fault.OperationFails("SkuNotAvailable", 2, "No such size there."));

        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.ProvisionAsync(Rig.Spec()));
        Assert.Contains("No such size there", error.Problem, StringComparison.Ordinal);
        await Rig.RemoveAsync(Rig.Spec());

        Assert.Equal(before, Rig.State());
    }

    [Fact]
    public async Task Provision_RetriedAfterAFailure_GoesOnWithWhatItMade()
    {
        Rig.SeedGroup();
        var before = Rig.State();
        Rig.Server.Faults.Add("PUT", Deployment, 1, Fault.OperationFails("QuotaExceeded"));
        await Assert.ThrowsAsync<AdapterException>(() => Rig.ProvisionAsync(Rig.Spec()));

        await Rig.ProvisionAsync(Rig.Spec());
        Assert.NotNull(Rig.Server.Find(Rig.Id("Microsoft.Network/publicIPAddresses", "front")));
        await Rig.RemoveAsync(Rig.Spec());

        Assert.Equal(before, Rig.State());
    }

    [Fact]
    public async Task Remove_DeploymentIsUnderWay_LetsItEndFirst()
    {
        Rig.SeedGroup();
        var before = Rig.State();
        for (var run = 0; Rig.Deployments() == 0 && run < 20; run++)
            await Assert.ThrowsAsync<OperationPendingException>(() => Rig.Adapter.ProvisionAsync(Rig.Spec(), Rig.Scope(), default));

        await Rig.RemoveAsync(Rig.Spec());

        Assert.Equal(before, Rig.State());
        Assert.Equal(1, Rig.Deployments());
    }

    [Fact]
    public async Task ProvisionAndRemove_TokenExpiresInTheMiddle_GoesOn()
    {
        Rig.SeedGroup();
        var before = Rig.State();
        await ExpiringAsync(() => Rig.Adapter.ProvisionAsync(Rig.Spec(), Rig.Scope(), default));
        await ExpiringAsync(() => Rig.Adapter.RemoveAsync(Rig.Spec(), Rig.Scope("remove"), default));

        Assert.Equal(before, Rig.State());
        Assert.Equal(1, Rig.Deployments());
        Assert.True(Rig.Server.Credential.Fetched > 2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task ProvisionAndRemove_RandomFaults_EndWhereTheyBegan(int seed)
    {
        Rig.SeedGroup();
        var before = Rig.State();
        Rig.Server.Faults.Random(seed, 0.2, FaultOf("429"), FaultOf("500"), FaultOf("503"), FaultOf("409"), Fault.DropBefore, Fault.DropAfter);

        await Rig.ProvisionAsync(Rig.Spec(), bearsTrouble: true);
        Assert.Equal(1, Rig.Deployments());
        await Rig.RemoveAsync(Rig.Spec(), bearsTrouble: true);

        Assert.Equal(before, Rig.State());
        Assert.NotEmpty(Rig.Server.Faults.Struck);
    }

    private async Task KilledAsync(string method, string part, Func<Task> step, int after = 0)
    {
        (Rig.Kill.After, Rig.Kill.Counts) = (after, request => request.Method.Method == method && request.RequestUri!.AbsolutePath.Contains(part, StringComparison.OrdinalIgnoreCase));
        await Assert.ThrowsAsync<KilledException>(step);
        Rig.Restart();
    }

    private Task ExpiringAsync(Func<Task> step) => Rig.PatientlyAsync(async () =>
    {
        Rig.Server.ExpireTokens();
        await step();
    });

    private static Fault FaultOf(string name) => name switch
    {
        "429" => Fault.Throttle(TimeSpan.FromSeconds(30)),
        "409" => Fault.Conflict(),
        "412" => Fault.PreconditionFailed(),
        "before" => Fault.DropBefore,
        "after" => Fault.DropAfter,
        _ => Fault.ServerError(int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)),
    };
}
