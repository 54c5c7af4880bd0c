using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs.Specialized;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Testing.Arm;

/// <summary>
/// Plays Azure Resource Manager for tests, on loopback and with a certificate of its own: resources with state, operations
/// that take several looks to end, faults by schedule, and a record of everything that was said.
/// </summary>
public sealed class ArmServer : IAsyncDisposable
{
    private readonly ArmWorld _world;
    private readonly TokenIssuer _tokens;
    private readonly WebApplication _app;
    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-arm-").FullName;

    private ArmServer(ArmServerOptions options)
    {
        _world = new ArmWorld(options, Faults);
        _tokens = new TokenIssuer(options.TenantId);
        Certificate = ServerCertificate.Create();
        CertificateFile = Path.Combine(_folder, "certificate.pem");
        _app = Build(options.Port);
    }

    /// <summary>Where it listens, with a slash at its end.</summary>
    public Uri Endpoint => _world.Endpoint;

    /// <summary>The one certificate that clients are to trust.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The same as a PEM file, there as long as the server is.</summary>
    public string CertificateFile { get; }

    /// <summary>What it was started with.</summary>
    public ArmServerOptions Options => _world.Options;

    /// <summary>What goes wrong with which request.</summary>
    public FaultSchedule Faults { get; } = new();

    /// <summary>Everything that was said.</summary>
    public Recorder Recorder { get; } = new();

    /// <summary>A credential that fetches its tokens here.</summary>
    public TestCredential Credential { get; private set; } = null!;

    /// <summary>The operations that were started, oldest first.</summary>
    public IReadOnlyList<StartedOperation> OperationsStarted => Locked(() => _world.Operations.Started.ToList());

    /// <summary>The ids of all resources, in the order of their creation.</summary>
    public IReadOnlyList<string> ResourceIds => Locked(() => _world.Resources.All.Select(resource => resource.Id).ToList());

    /// <summary>What scripts in machines say; nothing, and well, until it is set.</summary>
    public Func<RunCommandCall, RunCommandOutput> RunCommand
    {
        get => _world.RunCommand;
        set => _world.RunCommand = value;
    }

    /// <summary>Starts a server.</summary>
    /// <param name="options">What it is to be like.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The server, ready for requests.</returns>
    public static async Task<ArmServer> StartAsync(ArmServerOptions? options = null, CancellationToken cancellation = default)
    {
        var server = new ArmServer(options ?? new ArmServerOptions());
        await File.WriteAllTextAsync(server.CertificateFile, server.Certificate.ExportCertificatePem() + "\n", cancellation);
        await server._app.StartAsync(cancellation);
        var addresses = ((IApplicationBuilder)server._app).ServerFeatures.Get<IServerAddressesFeature>()!;
        server._world.Endpoint = new Uri(addresses.Addresses.Single() + "/");
        server.Credential = new TestCredential(server.Endpoint, server.Certificate);
        return server;
    }

    /// <summary>A handler for clients that trusts this server's certificate and no other.</summary>
    /// <returns>The handler, which the client owns.</returns>
    public HttpClientHandler CreateHandler() => ServerCertificate.HandlerFor(Certificate);

    /// <summary>Every token that was issued answers 401 from now on, until a new one is fetched.</summary>
    public void ExpireTokens() => _tokens.ExpireAll();

    /// <summary>The body of a resource, without looking at its operation.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>A copy of its body, or nothing.</returns>
    public JsonObject? Find(string id) => Locked(() => _world.Resources.Find(id)?.Body.Clone());

    /// <summary>Makes a resource as if it had always been there. Its parents and its group are made as well.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="body">Its body; id, name and type are filled in.</param>
    public void Seed(string id, JsonObject body) => Locked(() =>
    {
        var path = new ArmPath(id);
        if (path.Group is { } group && _world.Resources.Find($"/subscriptions/{path.Subscription}/resourceGroups/{group}") is null)
            _world.Seed($"/subscriptions/{path.Subscription}/resourceGroups/{group}", Located(body));
        if (path.ParentId is { } parent && _world.Resources.Find(parent) is null)
            Seed(parent, Located(body));
        return _world.Seed(id, body);
    });

    /// <summary>Lets the monitor of a Traffic Manager profile take its time.</summary>
    /// <param name="profileId">The profile's id.</param>
    /// <param name="looks">How many looks at the profile it takes until an endpoint that is being checked is online.</param>
    public void SeedMonitorLooks(string profileId, int looks) => Locked(() =>
    {
        TrafficManagerBehaviour.SeedLooks(_world.Resources.Get(profileId), looks);
        return true;
    });

    /// <summary>Makes a machine without disks of its own, as if it had always been there.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="isRunning">Whether it runs; otherwise it is deallocated.</param>
    public void SeedMachine(string id, bool isRunning)
    {
        var body = """
            {"location":"westeurope","properties":{"provisioningState":"Succeeded","hardwareProfile":{"vmSize":"Standard_D2s_v3"},
            "storageProfile":{"dataDisks":[]},"diagnosticsProfile":{"bootDiagnostics":{"enabled":true}}}}
            """;
        var machine = JsonNode.Parse(body)!.AsObject();
        (machine["properties"]!["vmId"], machine["properties"]!["timeCreated"]) = (Guid.NewGuid().ToString(), _world.Now.Time());
        Seed(id, machine);
        Locked(() =>
        {
            VirtualMachineBehaviour.SeedPower(_world.Resources.Get(id), isRunning ? "running" : "deallocated");
            return true;
        });
    }

    /// <summary>The power state of a machine, for example <c>running</c>.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The state.</returns>
    public string PowerOf(string id) => Locked(() => VirtualMachineBehaviour.PowerOf(_world.Resources.Get(id)));

    /// <summary>
    /// Everything that stands in this Azure, a line each, so that two moments can be compared: ids, bodies and power states,
    /// without versions, which change with every change that was taken back.
    /// </summary>
    /// <returns>The lines, in the order of the ids.</returns>
    public IReadOnlyList<string> Inventory() => Locked(() => _world.Resources.All.Select(ArmInventory.LineOf).Order(StringComparer.Ordinal).ToList());

    /// <summary>Removes a resource behind everybody's back.</summary>
    /// <param name="id">Its id.</param>
    public void Remove(string id) => Locked(() =>
    {
        _world.Resources.Remove(id);
        return true;
    });

    /// <summary>What the serial console of a machine shows.</summary>
    /// <param name="virtualMachineId">The machine.</param>
    /// <param name="text">The text.</param>
    public void SetBootLog(string virtualMachineId, string text) =>
        Locked(() => _world.Texts[VirtualMachineBehaviour.TextName(virtualMachineId, "serialconsole.log")] = text);

    /// <summary>The page blob that holds the contents of a disk or snapshot.</summary>
    /// <param name="id">The disk or snapshot.</param>
    /// <returns>A client with full access.</returns>
    public PageBlobClient DiskBlob(string id) => _world.Disks.Blob(id);

    /// <summary>Moves an order of a Data Box to its next stage.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="stage">The stage to go to; without one, the next.</param>
    /// <returns>The stage that it is in then.</returns>
    public string AdvanceShipping(string jobId, string? stage = null) => Locked(() => DataBoxBehaviour.Advance(_world, jobId, stage));

    /// <summary>What the copy log of a Data Box order will say.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="text">The log.</param>
    public void SetCopyLog(string jobId, string text) => Locked(() => _world.Texts[DataBoxBehaviour.LogName(jobId)] = text);

    /// <summary>What the next runs of a Storage Mover job will count.</summary>
    /// <param name="jobDefinitionId">The job definition.</param>
    /// <param name="items">How many files there are.</param>
    /// <param name="bytes">How large they are together.</param>
    /// <param name="failedItems">How many of them fail.</param>
    public void SetTransfer(string jobDefinitionId, long items, long bytes, long failedItems = 0) =>
        Locked(() => _world.Texts[JobRunBehaviour.PlanName(jobDefinitionId)] = $"{items} {bytes} {failedItems}");

    /// <summary>Makes a share of Azure Files, which is then reached at <c>https://ACCOUNT.file.localhost:PORT/SHARE</c>.</summary>
    /// <param name="account">The account.</param>
    /// <param name="share">The share.</param>
    /// <returns>Its address.</returns>
    public Uri AddShare(string account, string share) => Locked(() =>
    {
        _world.Shares.Add(account, share);
        return new Uri($"https://{account}.file.localhost:{Endpoint.Port}/{share}");
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Credential?.Dispose();
        Certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static JsonObject Located(JsonObject body) => new()
    {
        ["location"] = body.Text("location") ?? "westeurope",
        ["properties"] = new JsonObject { ["provisioningState"] = "Succeeded" },
    };

    private T Locked<T>(Func<T> action)
    {
        lock (_world.Lock)
            return action();
    }

    private WebApplication Build(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = 64 << 20;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                // A dropped answer must drop the connection, and not one stream of it.
                listen.Protocols = HttpProtocols.Http1;
                listen.UseHttps(Certificate);
            });
        });
        var app = builder.Build();
        app.Run(new RequestDelegate(new RequestPipeline(_world, _tokens, Recorder).HandleAsync));
        return app;
    }
}
