using System.ComponentModel.DataAnnotations;
using Orchestrator.Adapters.Azure.RunCommand;

namespace Orchestrator.Adapters.Azure.VirtualMachine;

/// <summary>A workload that is an Azure virtual machine.</summary>
internal sealed record VirtualMachineSettings
{
    /// <summary>The machine's resource id. Else give <c>subscription</c>, <c>resourceGroup</c> and <c>name</c>.</summary>
    [MinLength(1)]
    public string? Id { get; init; }

    /// <summary>The subscription's GUID.</summary>
    [MinLength(1)]
    public string? Subscription { get; init; }

    /// <summary>The resource group.</summary>
    [MinLength(1)]
    public string? ResourceGroup { get; init; }

    /// <summary>The machine's name.</summary>
    [MinLength(1)]
    public string? Name { get; init; }

    /// <summary>The machine that a rehearsal works on: machines are not copied. Without it a rehearsal is refused before anything is touched.</summary>
    [MinLength(1)]
    public string? RehearsalId { get; init; }

    /// <summary>Where it serves, for example <c>10.1.2.4:8080</c>.</summary>
    [RegularExpression(@"^\S+:\d{1,5}$")]
    public string? Address { get; init; }

    /// <summary>What runs in it.</summary>
    public GuestOs Os { get; init; }

    /// <summary>Whether a stopped machine also gives its hardware back and costs nothing. A dynamic public address goes with it.</summary>
    public bool Deallocate { get; init; } = true;

    /// <summary>How the application is shut down before the machine is.</summary>
    public VirtualMachineShutdown? Shutdown { get; init; }

    /// <summary>How to see that it serves.</summary>
    /// <value>By default, that <c>address</c> accepts connections; without an address, that the machine runs.</value>
    public VirtualMachineHealth Health { get; init; } = new();

    /// <summary>How long Azure may take to start or to stop it before somebody should look into it.</summary>
    /// <value>30 minutes by default.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);
}
