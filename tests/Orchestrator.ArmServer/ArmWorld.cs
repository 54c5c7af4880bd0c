using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>What all parts of one server share. Whoever reads or changes it holds its lock.</summary>
internal sealed class ArmWorld
{
    private readonly TimeProvider _time = TimeProvider.System;

    public ArmWorld(ArmServerOptions options, FaultSchedule faults)
    {
        (Options, Faults) = (options, faults);
        Operations = new OperationTable(this);
        Disks = new DiskContents(options.StorageConnectionString);
    }

    public ArmServerOptions Options { get; }

    public FaultSchedule Faults { get; }

    public ResourceStore Resources { get; } = new();

    public OperationTable Operations { get; }

    public DiskContents Disks { get; }

    public KeyVaultPlane Secrets { get; } = new();

    public FileSharePlane Shares { get; } = new();

    public Lock Lock { get; } = new();

    /// <summary>Where the server listens, with a slash at its end.</summary>
    public Uri Endpoint { get; set; } = new("https://127.0.0.1/");

    public DateTimeOffset Now => _time.GetUtcNow();

    public Func<RunCommandCall, RunCommandOutput> RunCommand { get; set; } = _ => new RunCommandOutput(0, "", "");

    /// <summary>Texts that are served to whoever knows their address, by the name in it.</summary>
    public Dictionary<string, string> Texts { get; } = [];

    public bool IsKnown(string? subscription) => subscription is not null
        && Options.OtherSubscriptionIds.Append(Options.SubscriptionId).Contains(subscription, StringComparer.OrdinalIgnoreCase);

    /// <summary>The address of a text, with something that looks like a signature.</summary>
    public string AddressOf(string text) =>
        $"{Endpoint}blobs/{text}?sv=2023-01-03&sr=b&sp=r&se={Uri.EscapeDataString(Now.AddHours(2).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture))}&sig={Guid.NewGuid():N}";

    /// <summary>Makes a resource as if it had always been there.</summary>
    public ArmResource Seed(string id, JsonObject body)
    {
        var path = new ArmPath(id);
        var named = body.Clone();
        (named["id"], named["name"]) = (id, path.HasProvider ? path.Name : path.Segments[^1]);
        named["type"] ??= path.HasProvider ? path.Type : "Microsoft.Resources/resourceGroups";
        return Resources.Add(id, path.HasProvider ? path.Type : "Microsoft.Resources/resourceGroups", named.Text("name")!, named);
    }
}
