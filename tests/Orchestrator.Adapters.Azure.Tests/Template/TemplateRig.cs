using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.Template;
using Orchestrator.Contracts.Data;
using Orchestrator.Contracts.Durability;
using Orchestrator.Contracts.World;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;

namespace Orchestrator.Adapters.Azure.Tests.Template;

/// <summary>A resource group at the ARM test server, a template in a file, and the adapter that deploys it.</summary>
internal sealed class TemplateRig : IAsyncDisposable
{
    private const int MostRuns = 400;
    private const int MostFailures = 60;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("template-");
    private readonly List<KillSwitch> _switches = [];

    private TemplateRig(ArmServer server) => Server = server;

    public ArmServer Server { get; }

    public ManualTime Time { get; } = new();

    public LoggedEvents Logged { get; } = new();

    public TestSecrets Secrets { get; } = new();

    public ArmTemplateAdapter Adapter { get; private set; } = null!;

    public KillSwitch Kill => _switches[^1];

    public string MigrationId { get; set; } = "m-1";

    public string Group { get; set; } = "landing";

    public string GroupId => $"/subscriptions/{Server.Options.SubscriptionId}/resourceGroups/{Group}";

    public string DeploymentId => $"{GroupId}/providers/Microsoft.Resources/deployments/orchestrator-{MigrationId}-provision";

    public string Folder => _folder.FullName;

    public string TemplateFile => Path.Combine(Folder, "main.json");

    public static async Task<TemplateRig> CreateAsync()
    {
        var rig = new TemplateRig(await ArmServer.StartAsync());
        // As in Azure, where record sets take none; the test server would.
        rig.Server.Faults.Add("PATCH", "/CNAME/[^/]+/providers/Microsoft.Resources/tags/", 1000, Fault.Answer(400, "UnsupportedResourceOperation", "The resource does not support tags."));
        rig.Restart();
        rig.Write(Templates.Two);
        return rig;
    }

    /// <summary>Runs the commands of hooks; none at first.</summary>
    public ICommandRunner? Commands { get; set; }

    /// <summary>The adapter of a host that was started anew.</summary>
    public void Restart()
    {
        _switches.Add(new(Server.CreateHandler()));
        Adapter = new(Connector(Kill), new TemplateFiles([Folder]), Commands);
    }

    public ArmConnector Connector(HttpMessageHandler handler) => new(new() { Endpoint = Server.Endpoint }, Server.Credential, new HttpClientTransport(new HttpClient(handler)))
    {
        Time = Time,
        Logger = Logged,
        FirstRetryDelay = TimeSpan.FromMilliseconds(1),
    };

    public void Write(string template) => File.WriteAllText(TemplateFile, template);

    public void SeedGroup(string location = "westeurope") =>
        Server.Seed(GroupId, new JsonObject { ["location"] = location, ["properties"] = new JsonObject { ["provisioningState"] = "Succeeded" } });

    public string Id(string type, string name) => $"{GroupId}/providers/{type}/{name}";

    /// <summary>The part of a plan, with more keys.</summary>
    public AdapterSpec Spec(string keys = "{}", string kind = "armTemplate")
    {
        var settings = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(keys)!;
        settings["subscription"] = JsonSerializer.SerializeToElement(Server.Options.SubscriptionId);
        settings["resourceGroup"] = JsonSerializer.SerializeToElement(Group);
        if (kind == "armTemplate")
            settings.TryAdd("template", JsonSerializer.SerializeToElement(TemplateFile));
        return new AdapterSpec { Kind = kind, Settings = settings };
    }

    public StepScope Scope(string step = "provision", bool isRehearsal = false) => new()
    {
        MigrationId = MigrationId,
        Step = step,
        Plan = new MigrationPlan { Version = 1, Name = "orders" },
        IsRehearsal = isRehearsal,
        WorkFolder = Path.Combine(Folder, MigrationId),
        Progress = new Progress<StepProgress>(),
        Secrets = Secrets,
        Expander = ExpandAsync,
    };

    public Task<InfrastructurePreview> PreviewAsync(AdapterSpec spec) => PatientlyAsync(() => Adapter.PreviewAsync(spec, Scope("readiness"), default));

    public Task ProvisionAsync(AdapterSpec spec, bool bearsTrouble = false) => PatientlyAsync(() => Adapter.ProvisionAsync(spec, Scope(), default), bearsTrouble);

    public Task RemoveAsync(AdapterSpec spec, bool bearsTrouble = false) => PatientlyAsync(() => Adapter.RemoveAsync(spec, Scope("remove"), default), bearsTrouble);

    /// <summary>Runs a step as the runbook does: again when it is pending, and when bearing trouble also after what may pass.</summary>
    public async Task PatientlyAsync(Func<Task> step, bool bearsTrouble = false) => await PatientlyAsync(async () =>
    {
        await step();
        return true;
    }, bearsTrouble);

    public async Task<T> PatientlyAsync<T>(Func<Task<T>> step, bool bearsTrouble = false)
    {
        for (int runs = 0, failures = 0; runs < MostRuns; runs++)
        {
            try
            {
                return await step();
            }
            catch (OperationPendingException pending)
            {
                Time.Advance(pending.LookAgainAfter);
            }
            catch (AdapterException error) when (bearsTrouble && error.IsTransient && ++failures < MostFailures)
            {
                Time.Advance(TimeSpan.FromSeconds(30));
            }
        }

        throw new TimeoutException("The step did not come to its end.");
    }

    /// <summary>Everything that the server holds, as text.</summary>
    public string State() => string.Join('\n', Server.ResourceIds.Select(id => $"{id} {Server.Find(id)!.ToJsonString()}"));

    public int Deployments() => Server.OperationsStarted.Count(operation => operation is { Method: "PUT", Name: "put" } && operation.ResourceId.Contains("/deployments/", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        _switches.ForEach(killSwitch => killSwitch.Dispose());
        await Server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    // As the runbook's own expander, as far as these tests need it.
    private async ValueTask<string> ExpandAsync(string value, CancellationToken cancellation) => value.StartsWith("{output:", StringComparison.Ordinal)
        ? await Adapter.FindOutputAsync(Spec(), value[8..^1], Scope(), cancellation) ?? ""
        : value;
}
