namespace Orchestrator.Core.Plans;

/// <summary>How a plan file is written.</summary>
public enum PlanFormat
{
    /// <summary>YAML 1.2 with the core schema, without anchors, aliases and tags.</summary>
    Yaml,

    /// <summary>JSON (RFC 8259), without comments and trailing commas.</summary>
    Json,
}
