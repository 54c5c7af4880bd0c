using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Adapters.Azure.Arm;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>What a machine started from before this migration gave it another disk.</summary>
/// <param name="MachineId">The machine.</param>
/// <param name="Disk">How the machine used the disk: its <c>osDisk</c> as it was read.</param>
internal sealed record FormerOsDisk(string MachineId, JsonElement Disk)
{
    /// <summary>The id of the disk.</summary>
    [JsonIgnore]
    public string DiskId => Disk.Text("managedDisk", "id")!;
}
