namespace Orchestrator.Adapters.Azure.Template;

/// <summary>What a deployment would do to one resource.</summary>
/// <param name="Id">The resource.</param>
/// <param name="Change">What, in Azure's word.</param>
internal sealed record WhatIfChange(string Id, string Change)
{
    /// <summary>Whether the resource bears the tag of this migration.</summary>
    public bool IsOwn { get; init; }

    /// <summary>The paths of the properties that would change.</summary>
    public IReadOnlyList<string> Properties { get; init; } = [];

    /// <summary>Whether the resource is not there yet.</summary>
    public bool IsNew => Change == "Create";

    /// <summary>Whether Azure cannot tell, not even whether the resource is there.</summary>
    public bool IsUnknown => Change == "Unsupported";

    /// <summary>Whether it would or may be changed.</summary>
    public bool IsModified => Change is "Modify" or "Deploy";
}
