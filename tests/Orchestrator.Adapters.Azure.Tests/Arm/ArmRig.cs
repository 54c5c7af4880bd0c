using Azure.Core.Pipeline;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Contracts.Data;
using Orchestrator.Contracts.Durability;
using Orchestrator.Contracts.World;
using Orchestrator.Core.Plans;

namespace Orchestrator.Adapters.Azure.Tests.Arm;

/// <summary>A host whose Resource Manager is played by a test.</summary>
internal sealed class ArmRig : IDisposable
{
    public const string Disk = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/orders/providers/Microsoft.Compute/disks/os";
    public const string Version = "2023-04-02";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("arm-");

    public ArmRig(ResourceManagerOptions? options = null, FakeCredential? credential = null)
    {
        Credential = credential ?? new();
        Connector = new(options ?? new(), Credential, new HttpClientTransport(new HttpClient(Azure)))
        {
            Time = Time,
            Logger = Logged,
            FirstRetryDelay = TimeSpan.FromMilliseconds(1),
        };
    }

    public FakeArm Azure { get; } = new();

    public FakeCredential Credential { get; }

    public ManualTime Time { get; } = new();

    public LoggedEvents Logged { get; } = new();

    public ArmConnector Connector { get; }

    public string WorkFolder => Path.Combine(_folder.FullName, "m-1");

    /// <summary>A step of the migration; every call is as another run of it.</summary>
    public ArmSession Step(string name = "provisionTarget") =>
        Connector.For(TestScope.Create(new DataComponent { Name = "os", Kind = "azureDisk" }, WorkFolder, name));

    public void Dispose() => _folder.Delete(recursive: true);
}
