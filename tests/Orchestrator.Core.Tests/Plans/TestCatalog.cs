using System.ComponentModel.DataAnnotations;
using Moq;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Tests.Plans;

/// <summary>Adapters that do nothing and have settings like the real ones.</summary>
internal static class TestCatalog
{
    public static AdapterCatalog All { get; } = new(
    [
        Of<IComputeAdapter>("process", new(typeof(ProcessKeys))),
        Of<IComputeAdapter>("command", new(typeof(ThreeCommands))),
        Of<IComputeAdapter>("http", new(typeof(ThreeCalls))),
        Of<IInfrastructureAdapter>("none", new(null)),
        Of<IDataAdapter>("postgresql", new(typeof(PostgreSqlKeys), typeof(ConnectionKeys), typeof(ConnectionKeys))),
        Of<IDataAdapter>("files", new(null, typeof(PathKeys), typeof(PathKeys))),
        Of<IDataAdapter>("command", new(typeof(DataCommands), typeof(EndpointKeys), typeof(EndpointKeys))),
        Of<IBackupStore>("blob", new(typeof(BlobKeys))),
        Of<ITrafficAdapter>("gateway", new(typeof(GatewayKeys))),
        Of<ITrafficAdapter>("command", new(typeof(TrafficKeys<CommandKeys>))),
        Of<ITrafficAdapter>("http", new(typeof(TrafficKeys<HttpKeys>))),
        Of<ICheckAdapter>("http", new(typeof(HttpCheckKeys))),
        Of<ICheckAdapter>("sql", new(typeof(SqlKeys))),
        Of<ICheckAdapter>("command", new(typeof(CommandKeys))),
        Of<INotifier>("webhook", new(typeof(HttpKeys))),
    ]);

    public static T Of<T>(string kind, AdapterSettings settings) where T : class, IAdapter
    {
        var adapter = new Mock<T>();
        adapter.SetupGet(it => it.Kind).Returns(kind);
        adapter.SetupGet(it => it.Settings).Returns(settings);
        return adapter.Object;
    }

    internal sealed record ProcessKeys
    {
        public required string Command { get; init; }

        public IReadOnlyList<string> Arguments { get; init; } = [];

        public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

        [RegularExpression(@"^\S+:\d{1,5}$")]
        public string? Address { get; init; }

        public HealthKeys Health { get; init; } = new();
    }

    internal sealed record HealthKeys
    {
        public string? Path { get; init; }

        public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
    }

    internal sealed record CommandKeys
    {
        public required string Command { get; init; }

        public string[] Arguments { get; init; } = [];

        public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(10);
    }

    internal sealed record ThreeCommands(CommandKeys Start, CommandKeys Stop, CommandKeys Status, string? Address = null);

    internal sealed record ThreeCalls(HttpKeys Start, HttpKeys Stop, HttpKeys Status);

    internal sealed record DataCommands(CommandKeys BackUp, CommandKeys Restore, CommandKeys Compare, CommandKeys Remove);

    internal sealed record EndpointKeys(string Endpoint, string? RehearsalEndpoint = null);

    internal sealed record TrafficKeys<T>(T Set, T Get, T Confirm);

    internal sealed record HttpKeys
    {
        public required Uri Url { get; init; }

        public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
    }

    internal sealed record PostgreSqlKeys
    {
        [Range(1, 64)]
        public int Parallelism { get; init; } = 4;
    }

    internal sealed record ConnectionKeys(string Connection);

    internal sealed record PathKeys
    {
        [Required]
        public string Path { get; init; } = "";
    }


    internal sealed record BlobKeys
    {
        public required string Connection { get; init; }

        [RegularExpression("^[a-z0-9](-?[a-z0-9]){2,62}$")]
        public string Container { get; init; } = "backups";

        [Range(1L << 20, 1L << 30)]
        public long MemoryBytes { get; init; } = 64L << 20;

        public double Factor { get; init; } = 1.5;
    }

    internal sealed record GatewayKeys
    {
        public required string Admin { get; init; }

        public required string Key { get; init; }

        public required string Address { get; init; }

        [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
        public TimeSpan? MaxHold { get; init; }
    }

    internal sealed record HttpCheckKeys
    {
        public required string Url { get; init; }

        [Range(100, 599)]
        public int ExpectStatus { get; init; } = 200;
    }

    internal sealed record SqlKeys
    {
        public required string Query { get; init; }

        [AllowedValues("equal", "value")]
        public string Compare { get; init; } = "equal";

        public System.Text.Json.JsonElement? Expect { get; init; }
    }
}
