using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Contracts.Durability;
using Orchestrator.Contracts.Servers;
using Orchestrator.Live;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Live;

/// <summary>The scenarios for a real subscription, at the test servers: the same code, and other addresses.</summary>
public sealed class LiveRunTests(AzuriteServer azurite) : IClassFixture<AzuriteServer>, IAsyncLifetime, IDisposable
{
    private const string NoGroups = "/resourceGroups/orchestrator-live-";

    private static readonly string[] SeededRuns = ["expired", "running"];

    private readonly ManualTime _time = new();
    private readonly StringWriter _told = new();
    private readonly ShellGuest _guest = new();
    private ArmServer _server = null!;
    private ZoneServer _resolver = null!;
    private LiveAzure _azure = null!;

    private LiveOptions Options => new(_server.Options.SubscriptionId, "westeurope") { WithMachines = true, Expires = _time.GetUtcNow().AddHours(4) };

    public static TheoryData<string> Names => [.. LiveRun.Scenarios.Select(scenario => scenario.Name)];

    public async Task InitializeAsync()
    {
        _server = await ArmServer.StartAsync(new() { StorageConnectionString = azurite.ConnectionString });
        _server.RunCommand = _guest.Run;
        _resolver = new(AddressesInZone);
        var options = new ResourceManagerOptions { Endpoint = _server.Endpoint, CaFile = _server.CertificateFile };
        _azure = new(options, new ArmConnector(options, _server.Credential) { Time = _time, FirstRetryDelay = TimeSpan.FromMilliseconds(1) })
        {
            Vault = _ => _server.Endpoint.ToString(),
            Store = _ => _server.Endpoint.GetLeftPart(UriPartial.Authority),
            Account = _ => azurite.ConnectionString,
            NameServer = _ => _resolver.Address,
            Wait = (wait, cancellation) =>
            {
                cancellation.ThrowIfCancellationRequested();
                _time.Advance(wait);
                return Task.CompletedTask;
            },
        };
    }

    public void Dispose()
    {
        _azure.Dispose();
        _told.Dispose();
    }

    public async Task DisposeAsync()
    {
        await _resolver.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Run_OneScenario_HoldsAndLeavesNothing(string name)
    {
        Assert.True(await RunAsync([name]) == 0, _told.ToString());

        Assert.Contains($"ok      {name}: ", _told.ToString(), StringComparison.Ordinal);
        Assert.Empty(_server.ResourceIds);
    }

    [Fact]
    public async Task Run_Everything_TagsWhatIsMadeAndStaysInItsGroup()
    {
        var options = Options;
        Assert.True(await RunAsync([], options) == 0, _told.ToString());

        Assert.Contains("7 scenarios, 0 failures", _told.ToString(), StringComparison.Ordinal);
        var made = _server.Recorder.Exchanges.Where(exchange => exchange is { Method: "PUT", Status: < 300 } && exchange.Path.StartsWith("/subscriptions/", StringComparison.Ordinal)).ToList();
        Assert.All(made, exchange => Assert.Contains(NoGroups + options.RunId, exchange.Path, StringComparison.OrdinalIgnoreCase));
        // Record sets take no tags; a disk has those of its migration, which has the run in its name.
        Assert.All(made.Where(exchange => !exchange.Path.Contains("/A/orders", StringComparison.Ordinal)), exchange => Assert.Contains(options.RunId, TagsIn(exchange), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Run_ScenarioFails_SaysSoAndLeavesNothing(string name)
    {
        // Everything but the group itself is refused for good.
        _server.Faults.Add("PUT", "/providers/", int.MaxValue, Fault.Answer(403, "AuthorizationFailed", "No."));

        Assert.Equal(1, await RunAsync([name]));

        Assert.Contains($"FAILED  {name}: ", _told.ToString(), StringComparison.Ordinal);
        Assert.Empty(_server.ResourceIds);
    }

    [Fact]
    public async Task Run_Cancelled_LeavesNothing()
    {
        using var stop = new CancellationTokenSource();
        var azure = _azure with
        {
            Wait = (wait, cancellation) =>
            {
                if (!stop.IsCancellationRequested && _server.ResourceIds.Any())
                    stop.Cancel();
                return _azure.Wait(wait, cancellation);
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new LiveRun(azure, Options, _told).RunAsync(["azureVm"], stop.Token));

        Assert.Empty(_server.ResourceIds);
    }

    [Fact]
    public async Task Run_GroupCannotBeRemoved_SaysWhatToDo()
    {
        _server.Faults.Add("DELETE", NoGroups, int.MaxValue, Fault.Answer(409, "ScopeLocked", "The scope is locked."));

        Assert.Equal(1, await RunAsync(["keyvault"]));

        Assert.Contains("az group delete --name orchestrator-live-", _told.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("azureVm")]
    public async Task Run_ScenarioThatMayNotRun_DoesNothing(string name)
    {
        Assert.Equal(2, await RunAsync([name], Options with { WithMachines = false }));

        Assert.Contains("ORCHESTRATOR_LIVE_COST=machines", _told.ToString(), StringComparison.Ordinal);
        Assert.Empty(_server.Recorder.Exchanges);
    }

    [Theory]
    [InlineData(true, "expired")]
    [InlineData(false, "expired,running")]
    public async Task Sweep_GroupsOfFormerRunsAndOthers_RemovesOnlyThoseOfRuns(bool onlyExpired, string removed)
    {
        Seed("orchestrator-live-expired", "expired", _time.GetUtcNow().AddHours(-1));
        Seed("orchestrator-live-running", "running", _time.GetUtcNow().AddHours(1));
        Seed("customers", "expired", _time.GetUtcNow().AddHours(-1));
        Seed("orchestrator-live-other", "elsewhere", _time.GetUtcNow().AddHours(-1));

        Assert.Equal(0, await new LiveRun(_azure, Options, _told).SweepAsync(onlyExpired, default));

        Assert.Equal(removed, string.Join(',', SeededRuns.Where(run => _server.Find(GroupId($"orchestrator-live-{run}")) is null)));
        Assert.NotNull(_server.Find(GroupId("customers")));
        Assert.NotNull(_server.Find(GroupId("orchestrator-live-other")));
    }

    [Fact]
    public async Task Run_FormerRunLeftItsGroup_RemovesItFirst()
    {
        Seed("orchestrator-live-expired", "expired", _time.GetUtcNow().AddHours(-1));

        Assert.Equal(0, await RunAsync(["keyvault"]));

        Assert.StartsWith("Removed orchestrator-live-expired", _told.ToString(), StringComparison.Ordinal);
        Assert.Empty(_server.ResourceIds);
    }

    [Fact]
    public async Task Run_FormerRunsGroupIsLocked_SaysSoAndRunsAllTheSame()
    {
        Seed("orchestrator-live-expired", "expired", _time.GetUtcNow().AddHours(-1));
        _server.Faults.Add("DELETE", "/resourceGroups/orchestrator-live-expired", int.MaxValue, Fault.Answer(409, "ScopeLocked", "The scope is locked."));

        Assert.Equal(1, await RunAsync(["keyvault"]));

        Assert.Contains("az group delete --name orchestrator-live-expired", _told.ToString(), StringComparison.Ordinal);
        Assert.Contains("ok      keyvault", _told.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "westeurope", null, "ORCHESTRATOR_LIVE_SUBSCRIPTION")]
    [InlineData("production", "westeurope", null, "ORCHESTRATOR_LIVE_SUBSCRIPTION")]
    [InlineData("00000000-0000-4000-8000-000000000001", null, null, "ORCHESTRATOR_LIVE_LOCATION")]
    [InlineData("00000000-0000-4000-8000-000000000001", "West Europe", null, "ORCHESTRATOR_LIVE_LOCATION")]
    [InlineData("00000000-0000-4000-8000-000000000001", "westeurope", "all", "ORCHESTRATOR_LIVE_COST")]
    public void Read_VariableIsMissingOrWrong_SaysWhich(string? subscription, string? location, string? cost, string named) =>
        Assert.StartsWith(named, Assert.Throws<LiveSettingException>(() => Read(subscription, location, cost)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(null, false)]
    [InlineData("machines", true)]
    public void Read_Complete_PaysForMachinesOnlyWhenWished(string? cost, bool withMachines)
    {
        var options = Read("00000000-0000-4000-8000-000000000001", "westeurope", cost);

        Assert.Equal(withMachines, options.WithMachines);
        Assert.Equal(_time.GetUtcNow().AddHours(4), options.Expires);
    }

    private static string TagsIn(RecordedExchange exchange) => JsonNode.Parse(exchange.RequestBody)!["tags"]?.ToJsonString() ?? "";

    private LiveOptions Read(string? subscription, string? location, string? cost) => LiveOptions.Read(name => name switch
    {
        "ORCHESTRATOR_LIVE_SUBSCRIPTION" => subscription,
        "ORCHESTRATOR_LIVE_LOCATION" => location,
        _ => cost,
    }, _time.GetUtcNow());

    private Task<int> RunAsync(string[] names, LiveOptions? options = null) => new LiveRun(_azure, options ?? Options, _told).RunAsync(names, default);

    private string GroupId(string name) => $"/subscriptions/{_server.Options.SubscriptionId}/resourceGroups/{name}";

    private void Seed(string group, string run, DateTimeOffset expires) => _server.Seed(GroupId(group), new JsonObject
    {
        ["location"] = "westeurope",
        ["tags"] = new JsonObject { ["orchestrator-live"] = run, ["orchestrator-live-expires"] = expires.ToString("O", System.Globalization.CultureInfo.InvariantCulture) },
        ["properties"] = new JsonObject { ["provisioningState"] = "Succeeded" },
    });

    private IEnumerable<string> AddressesInZone()
    {
        var id = _server.ResourceIds.Single(known => known.EndsWith("/A/orders", StringComparison.Ordinal));
        return JsonSerializer.SerializeToElement(_server.Find(id)!["properties"]!["ARecords"]).EnumerateArray().Select(record => record.GetProperty("ipv4Address").GetString()!);
    }
}
