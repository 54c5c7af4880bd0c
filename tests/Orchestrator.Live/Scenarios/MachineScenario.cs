using System.Security.Cryptography;
using Orchestrator.Adapters.Azure.VirtualMachine;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Live;

/// <summary><c>azureVm</c>: a small machine is shut down through Run Command, deallocated, and started until a script in it says that it is well.</summary>
internal sealed class MachineScenario : ILiveScenario
{
    private const string NetworkVersion = "2023-05-01";
    private const string ComputeVersion = "2023-07-01";

    private static readonly string[] Shutdown = ["sync"];
    private static readonly string[] Health = ["test -d /"];
    private static readonly string[] Prefixes = ["10.7.0.0/24"];

    /// <inheritdoc/>
    public string Name => "azureVm";

    /// <inheritdoc/>
    public bool NeedsMachines => true;

    /// <inheritdoc/>
    public async Task<string> RunAsync(LiveSite site, CancellationToken cancellation)
    {
        var machine = await MakeAsync(site, cancellation);
        var spec = LiveSite.Spec("azureVm", new { id = machine, shutdown = new { script = Shutdown }, health = new { script = Health } });
        var adapter = new VirtualMachineAdapter(site.Azure.Arm, new BootLog(() => site.Azure.Transport));

        await site.PatientlyAsync(() => adapter.StopAsync(spec, site.Scope("stopSource"), cancellation), cancellation);
        await ExpectAsync(site, adapter, spec, ComputeState.Stopped, cancellation);
        await site.PatientlyAsync(() => adapter.StopAsync(spec, site.Scope("stopSource"), cancellation), cancellation);
        await site.PatientlyAsync(() => adapter.StartAsync(spec, site.Scope("startSource"), cancellation), cancellation);
        await ExpectAsync(site, adapter, spec, ComputeState.Running, cancellation);
        return "shut down, deallocated, started, and well";
    }

    private static async Task ExpectAsync(LiveSite site, VirtualMachineAdapter adapter, AdapterSpec spec, ComputeState wanted, CancellationToken cancellation)
    {
        var state = await site.PatientlyAsync(() => adapter.GetStateAsync(spec, site.Scope("look"), cancellation), cancellation);
        LiveSite.Expect(state == wanted, $"a machine that is {wanted}, and not {state}");
    }

    private static async Task<string> MakeAsync(LiveSite site, CancellationToken cancellation)
    {
        var (network, card, machine) = (site.Id("Microsoft.Network/virtualNetworks", "machines"), site.Id("Microsoft.Network/networkInterfaces", "vm"), site.Id("Microsoft.Compute/virtualMachines", "vm"));
        var (location, tags) = (site.Options.Location, site.Tags);
        await site.MakeAsync(network, NetworkVersion, new
        {
            location,
            tags,
            properties = new { addressSpace = new { addressPrefixes = Prefixes }, subnets = new[] { new { name = "first", properties = new { addressPrefix = "10.7.0.0/25" } } } },
        }, cancellation);
        await site.MakeAsync(card, NetworkVersion, new
        {
            location,
            tags,
            properties = new { ipConfigurations = new[] { new { name = "first", properties = new { subnet = new { id = $"{network}/subnets/first" }, privateIPAllocationMethod = "Dynamic" } } } },
        }, cancellation);
        await site.MakeAsync(machine, ComputeVersion, new
        {
            location,
            tags,
            properties = new
            {
                hardwareProfile = new { vmSize = "Standard_B1s" },
                storageProfile = new
                {
                    imageReference = new { publisher = "Canonical", offer = "0001-com-ubuntu-server-jammy", sku = "22_04-lts-gen2", version = "latest" },
                    osDisk = new { createOption = "FromImage", deleteOption = "Delete", managedDisk = new { storageAccountType = "Standard_LRS" } },
                },
                // Nobody signs in: no address leads there, and the password is kept nowhere.
                osProfile = new { computerName = "live", adminUsername = "orchestrator", adminPassword = $"{Convert.ToBase64String(RandomNumberGenerator.GetBytes(24))}aA1!" },
                networkProfile = new { networkInterfaces = new[] { new { id = card, properties = new { deleteOption = "Delete" } } } },
                diagnosticsProfile = new { bootDiagnostics = new { enabled = true } },
            },
        }, cancellation);
        return machine;
    }
}
