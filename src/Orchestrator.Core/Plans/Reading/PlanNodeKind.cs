namespace Orchestrator.Core.Plans.Reading;

/// <summary>The kinds of value that YAML's core schema and JSON share.</summary>
internal enum PlanNodeKind
{
    Null,
    Boolean,
    Integer,
    Number,
    Text,
    List,
    Object,
}
