using System.Text.Json;
using Azure.Core.Pipeline;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Contracts.Data;
using Orchestrator.Contracts.Durability;
using Orchestrator.Contracts.Traffic;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;

namespace Orchestrator.Adapters.Azure.Tests.Traffic;

/// <summary>A host whose Resource Manager is the test server. What they say to each other is judged at the end.</summary>
internal abstract class AzureTrafficRig : TrafficRig
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("traffic-");
    private readonly ArmJudge _judge;

    protected AzureTrafficRig(ArmServer server, ArmJudge judge)
    {
        (Server, _judge) = (server, judge);
        Transport = new HttpClientTransport(new HttpClient(server.CreateHandler()));
        Connector = new(new ResourceManagerOptions { Endpoint = server.Endpoint, WaitBudget = TimeSpan.FromDays(7) }, server.Credential, Transport)
        {
            Time = Time,
            FirstRetryDelay = TimeSpan.FromMilliseconds(1),
        };
    }

    public ArmServer Server { get; }

    public ManualTime Time { get; } = new();

    public ArmConnector Connector { get; }

    public HttpClientTransport Transport { get; }

    public string WorkFolder => Path.Combine(_folder.FullName, "m-1");

    public string Group => $"/subscriptions/{Server.Options.SubscriptionId}/resourceGroups/orders";

    public abstract PatientTraffic Patient { get; }

    public override ITrafficAdapter Adapter => Patient;

    public override StepScope Scope => ScopeOf("redirect");

    public StepScope ScopeOf(string step) => TestScope.Create(new DataComponent { Name = "db", Kind = "files" }, WorkFolder, step);

    public Task SetAsync(Side side, bool isHeld = false) => Adapter.SetAsync(Spec, new(side, isHeld), Scope, CancellationToken.None);

    public int Writes => Server.Recorder.Exchanges.Count(exchange => exchange is { Method: "PUT" or "PATCH" or "DELETE", Status: >= 200 and < 300 });

    public override Task StopRouterAsync()
    {
        Patient.Attempts = 1;
        Server.Faults.Add("*", ".", int.MaxValue, Fault.DropBefore);
        return Task.CompletedTask;
    }

    public override Task StartRouterAsync()
    {
        Server.Faults.Clear();
        return Task.CompletedTask;
    }

    /// <summary>From now on a part of all requests goes wrong, the same on every run.</summary>
    public void Trouble(int seed, double probability = 0.25)
    {
        Patient.Attempts = 50;
        Server.Faults.Random(seed, probability, Fault.Throttle(TimeSpan.FromSeconds(30)), Fault.ServerError(500), Fault.ServerError(), Fault.DropBefore, Fault.DropAfter);
    }

    public static AdapterSpec SpecOf(string kind, object settings) => new()
    {
        Kind = kind,
        Settings = JsonSerializer.SerializeToElement(settings, DurableJson.Options).Deserialize<Dictionary<string, JsonElement>>()!,
    };

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await _judge.AssertRightAsync(Server.Recorder);
        }
        finally
        {
            await Server.DisposeAsync();
            _folder.Delete(recursive: true);
        }
    }
}
