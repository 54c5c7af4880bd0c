using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.VirtualMachine;
using Orchestrator.Contracts.Data;
using Orchestrator.Contracts.Durability;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;

namespace Orchestrator.Adapters.Azure.Tests.VirtualMachine;

/// <summary>A machine at the ARM test server, and the adapter that works on it.</summary>
internal sealed class MachineRig : IAsyncDisposable
{
    public const int Looks = 5;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vm-");
    private HttpClient _past = null!;

    private MachineRig(ArmServer server) => Server = server;

    public ArmServer Server { get; }

    public ShellGuest Guest { get; } = new();

    public ManualTime Time { get; } = new();

    public ArmConnector Connector { get; private set; } = null!;

    public VirtualMachineAdapter Adapter { get; private set; } = null!;

    public TestSecrets Secrets { get; } = new();

    public string Id => $"/subscriptions/{Server.Options.SubscriptionId}/resourceGroups/orders/providers/Microsoft.Compute/virtualMachines/orders-vm";

    public string OtherId => $"{Id}-copy";

    public string WorkFolder => Path.Combine(_folder.FullName, "m-1");

    public static async Task<MachineRig> CreateAsync()
    {
        var rig = new MachineRig(await ArmServer.StartAsync(new() { PollsUntilDone = Looks }));
        rig.Server.RunCommand = rig.Guest.Run;
        rig._past = new HttpClient(rig.Server.CreateHandler()) { BaseAddress = rig.Server.Endpoint };
        rig.Adapter = rig.Restart();
        foreach (var id in (string[])[rig.Id, rig.OtherId])
            rig.Server.Seed(id, Body());
        return rig;
    }

    /// <summary>The adapter of a host that was started anew.</summary>
    public VirtualMachineAdapter Restart()
    {
        var options = new ResourceManagerOptions { Endpoint = Server.Endpoint, CaFile = Server.CertificateFile };
        Connector = new ArmConnector(options, Server.Credential) { Time = Time, FirstRetryDelay = TimeSpan.FromMilliseconds(1) };
        return Adapter = new VirtualMachineAdapter(Connector, new BootLog(() => ArmTransport.Create(Server.CertificateFile)));
    }

    /// <summary>The part of a plan, with more keys.</summary>
    public AdapterSpec Spec(string keys = "{}")
    {
        var settings = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(keys)!;
        settings.TryAdd("id", JsonSerializer.SerializeToElement(Id));
        return new AdapterSpec { Kind = "azureVm", Settings = settings };
    }

    public StepScope Scope(string step = "startTarget", bool isRehearsal = false, AdapterSpec? source = null) => new()
    {
        MigrationId = "m-1",
        Step = step,
        Plan = new MigrationPlan
        {
            Version = 1,
            Name = "orders",
            Compute = source is null ? null : new ComputePlan { Source = source, Target = Spec() },
        },
        IsRehearsal = isRehearsal,
        WorkFolder = WorkFolder,
        Progress = new Progress<StepProgress>(),
        Secrets = Secrets,
        Expander = (value, _) => ValueTask.FromResult(value),
    };

    public Task StartAsync(AdapterSpec? spec = null) => Patient.StartAsync(spec ?? Spec(), Scope(), default);

    public Task StopAsync(AdapterSpec? spec = null) => Patient.StopAsync(spec ?? Spec(), Scope("stopSource"), default);

    public Task<ComputeState> StateAsync(AdapterSpec? spec = null) => Adapter.GetStateAsync(spec ?? Spec(), Scope(), default);

    public PatientCompute Patient => new(Adapter, Time);

    public PatientCompute Stubborn => new(Adapter, Time, bearsTrouble: true);

    /// <summary>How many operations were started by now.</summary>
    public int Started(string name) => Server.OperationsStarted.Count(operation => operation.Name == name);

    /// <summary>The power state, asked past the adapter.</summary>
    public async Task<string> PowerAsync(string? id = null)
    {
        var view = await SendAsync(HttpMethod.Get, $"{id ?? Id}/instanceView");
        return view!["statuses"]!.AsArray().Select(status => status!["code"]!.GetValue<string>()).Single(code => code.StartsWith("PowerState/", StringComparison.Ordinal))[11..];
    }

    /// <summary>Brings a machine into a state past the adapter, as somebody else would.</summary>
    public async Task ActAsync(string action, string state, string? id = null)
    {
        await SendAsync(HttpMethod.Post, $"{id ?? Id}/{action}");
        for (var looks = 0; await PowerAsync(id) != state; looks++)
        {
            if (looks > 2 * Looks)
                throw new TimeoutException($"The machine did not become {state}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _past.Dispose();
        await Server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static JsonObject Body() => JsonNode.Parse("""
        {"location":"westeurope","properties":{"provisioningState":"Succeeded","hardwareProfile":{"vmSize":"Standard_D2s_v3"},
        "diagnosticsProfile":{"bootDiagnostics":{"enabled":true}}}}
        """)!.AsObject();

    private async Task<JsonNode?> SendAsync(HttpMethod method, string path)
    {
        var token = await Server.Credential.GetTokenAsync(new TokenRequestContext([]), default);
        using var request = new HttpRequestMessage(method, new Uri($"{path}?api-version=2023-07-01", UriKind.Relative));
        request.Headers.Authorization = new("Bearer", token.Token);
        using var answer = await _past.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        var text = await answer.Content.ReadAsStringAsync();
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }
}
