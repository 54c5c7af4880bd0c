using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>What is special about the resources of one type.</summary>
internal interface IResourceBehaviour
{
    /// <summary>The type, for example <c>Microsoft.Compute/disks</c>.</summary>
    string Type { get; }

    /// <summary>How a creation ends.</summary>
    OperationStyle PutStyle => OperationStyle.None;

    /// <summary>How a change ends.</summary>
    OperationStyle PatchStyle => PutStyle;

    /// <summary>How a deletion ends.</summary>
    OperationStyle DeleteStyle => OperationStyle.None;

    /// <summary>The status of the answer that accepts a creation or a replacement.</summary>
    int PutStatus(bool isNew) => isNew ? 201 : 200;

    /// <summary>Whether the answer that accepts a creation shows the resource.</summary>
    bool HasBodyWhenAccepted => true;

    /// <summary>What the answer to a deletion shows that is done at once.</summary>
    JsonObject? DeletedBody => null;

    /// <summary>The state while a creation or change goes on.</summary>
    string StateMeanwhile(bool isNew) => isNew ? "Creating" : "Updating";

    /// <summary>The code of the conflict with an operation that goes on.</summary>
    string BusyCode => "AnotherOperationInProgress";

    /// <summary>Whether lists come in pages.</summary>
    bool HasPages => true;

    /// <summary>Whether the body carries the etag.</summary>
    bool HasEtagInBody => false;

    /// <summary>Whether <c>properties.provisioningState</c> is kept.</summary>
    bool HasProvisioningState => true;

    /// <summary>Refuses what must not be asked for, before anything has happened.</summary>
    void Check(ArmCall call, ArmResource? existing)
    {
    }

    /// <summary>Turns what was sent into what is kept.</summary>
    JsonObject Shape(ArmCall call, JsonObject sent, ArmResource? existing) => sent;

    /// <summary>What happens when a creation, replacement or change is accepted.</summary>
    void Accepted(ArmCall call, ArmResource resource, bool isNew)
    {
    }

    /// <summary>What happens when it has ended.</summary>
    void Ready(ArmCall call, ArmResource resource)
    {
    }

    /// <summary>Refuses a deletion.</summary>
    void CheckDelete(ArmCall call, ArmResource resource)
    {
    }

    /// <summary>What happens when a resource has gone.</summary>
    void Gone(ArmCall call, ArmResource resource)
    {
    }

    /// <summary>What a GET shows. Every look may move the resource on.</summary>
    JsonObject View(ArmCall call, ArmResource resource) => resource.Body.Clone();

    /// <summary>What happens when a creation or change ends in failure.</summary>
    void Failed(ArmCall call, ArmResource resource)
    {
    }

    /// <summary>An action that needs no resource; nothing when there is no such thing.</summary>
    ArmAnswer? ActWithout(ArmCall call, string action) => null;

    /// <summary>An action, or a collection that is none of resources; nothing when there is no such thing.</summary>
    ArmAnswer? Act(ArmCall call, ArmResource resource, string action) => null;
}
