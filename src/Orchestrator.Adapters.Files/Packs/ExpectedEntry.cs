using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;

namespace Orchestrator.Adapters.Files.Packs;

/// <summary>An entry that belongs into a folder.</summary>
/// <param name="Path">Where.</param>
/// <param name="Type">What it is there.</param>
internal sealed record ExpectedEntry(TreePath Path, EntryType Type);
