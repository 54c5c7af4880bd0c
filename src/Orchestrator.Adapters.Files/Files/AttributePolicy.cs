namespace Orchestrator.Adapters.Files.Files;

/// <summary>What is done with extended attributes, access control lists and file capabilities.</summary>
public enum AttributePolicy
{
    /// <summary>They are copied and compared; a target that cannot keep them is refused.</summary>
    Keep,

    /// <summary>They are left behind and not compared.</summary>
    Drop,
}
