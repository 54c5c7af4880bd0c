using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Core;
using Azure.ResourceManager.Compute;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.RunCommand;

namespace Orchestrator.Adapters.Azure.VirtualMachine;

/// <summary>A machine as one step works on it.</summary>
/// <param name="id">Its id.</param>
/// <param name="settings">Its part of the plan.</param>
/// <param name="arm">The step.</param>
internal sealed class Machine(ResourceId id, VirtualMachineSettings settings, ArmSession arm)
{
    private const string ApiVersion = "2023-07-01";

    private readonly JournalFiles _files = new(Path.Combine(arm.Scope.WorkFolder, "azureVm"));

    /// <summary>Its part of the plan.</summary>
    public VirtualMachineSettings Settings => settings;

    /// <summary>The step.</summary>
    public ArmSession Arm => arm;

    /// <summary>Its id.</summary>
    public string Id { get; } = id.ToString();

    /// <summary>It, for people.</summary>
    public string Subject { get; } = $"VM {id.Name} in {id.Group}";

    /// <summary>The SDK's client for it.</summary>
    public VirtualMachineResource Client => arm.Client.GetVirtualMachineResource(new ResourceIdentifier(Id));

    /// <summary>What is begun and not brought to an end.</summary>
    public MachineJournal Journal
    {
        get => _files.Read<MachineJournal>(JournalName) ?? new();
        set
        {
            if (value == new MachineJournal())
                _files.Remove(JournalName);
            else
                _files.Write(JournalName, value);
        }
    }

    /// <summary>Starting it.</summary>
    public LongOperation Start => Operation("start", "Starting", new(["running"], ["starting"]),
        async cancellation => ArmAnswer.Of(await Client.PowerOnAsync(WaitUntil.Started, cancellation)));

    /// <summary>Stopping it.</summary>
    public LongOperation Stop => settings.Deallocate
        ? Operation("deallocate", "Deallocating", new(["deallocated"], ["deallocating"]),
            async cancellation => ArmAnswer.Of(await Client.DeallocateAsync(WaitUntil.Started, cancellationToken: cancellation)))
        : Operation("powerOff", "Powering off", new(["stopped", "deallocated"], ["stopping", "deallocating"]),
            async cancellation => ArmAnswer.Of(await Client.PowerOffAsync(WaitUntil.Started, cancellationToken: cancellation)));

    /// <summary>Shutting down its application; <see langword="null"/> when the plan does not.</summary>
    public GuestScript? Shutdown => settings.Shutdown is not { } shutdown ? null : new()
    {
        MachineId = Id,
        Key = KeyOf("shutdown"),
        What = $"Shutting down the application in the {Subject}",
        Os = settings.Os,
        Lines = shutdown.Script,
        Limit = shutdown.Timeout,
    };

    /// <summary>Asking its application whether it is healthy; <see langword="null"/> when the plan does not.</summary>
    public GuestScript? Health => settings.Health.Script.Count == 0 ? null : new()
    {
        MachineId = Id,
        Key = KeyOf("health"),
        What = $"Asking for the health of the application in the {Subject}",
        Os = settings.Os,
        Lines = settings.Health.Script,
    };

    // A name alone may be taken in two groups.
    private string JournalName => $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Id.ToLowerInvariant())))[..16]}.json";

    /// <summary>Looks at it.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What Azure sees; <see langword="null"/> when there is no such machine.</returns>
    public async Task<MachineView?> LookAsync(CancellationToken cancellation) =>
        await arm.FindAsync($"{Id}/instanceView", ApiVersion, cancellation) is { } found ? MachineView.Of(found.Body) : null;

    private string KeyOf(string action) => $"azureVm.{action}.{Id.ToLowerInvariant()}";

    private LongOperation Operation(string action, string verb, PowerStates states, Func<CancellationToken, Task<ArmAnswer>> start) => new()
    {
        Key = KeyOf(action),
        What = $"{verb} the {Subject}",
        Limit = settings.Timeout,
        Start = start,
        Probe = async cancellation => (await LookAsync(cancellation))?.Power switch
        {
            { } power when states.Done.Contains(power) => OperationProbe.Done,
            { } power when states.UnderWay.Contains(power) => OperationProbe.UnderWay,
            _ => OperationProbe.NotStarted,
        },
    };

    private sealed record PowerStates(string[] Done, string[] UnderWay);
}
