using Orchestrator.Infra.Tests.Syntax;

namespace Orchestrator.Infra.Tests.Rules;

/// <summary>Finds what is wrong in some Bicep files.</summary>
/// <param name="files">The files, all of one set of templates.</param>
/// <returns>One sentence for each thing that is wrong.</returns>
internal delegate IEnumerable<string> Rule(IReadOnlyList<BicepFile> files);
