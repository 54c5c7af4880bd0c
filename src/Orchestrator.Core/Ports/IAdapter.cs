namespace Orchestrator.Core.Ports;

/// <summary>Something that does a part of a migration for one <c>kind</c>.</summary>
public interface IAdapter
{
    /// <summary>The kind as it stands in a plan, for example <c>postgresql</c>; compared exactly.</summary>
    string Kind { get; }

    /// <summary>The types that the adapter's own keys are read into; the schema and the validation of plans come from them.</summary>
    AdapterSettings Settings { get; }
}
