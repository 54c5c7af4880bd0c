using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Files;

/// <summary>Looks whether a tree can be moved, without changing anything.</summary>
internal sealed class Readiness(FilesRequest request, StepScope scope)
{
    private readonly List<Finding> _findings = [];

    /// <summary>Everything found.</summary>
    internal IReadOnlyList<Finding> Look(CancellationToken cancellation)
    {
        LookAtNesting();
        if (request.Target(scope).FindObstacle() is { } obstacle) _findings.Add(FileErrors.Blocking(obstacle));
        try
        {
            using var source = TreeRoot.Open(request.SourcePath);
            LookAtSource(source, cancellation);
        }
        catch (AdapterException error)
        {
            _findings.Add(FileErrors.Blocking(error));
        }
        return _findings;
    }

    private void LookAtNesting()
    {
        LookAtNesting(request.SourcePath, "the source", request.TargetPath, "The target");
        LookAtNesting(request.TargetPath, "the target", request.SourcePath, "The source");
        LookAtNesting(request.SourcePath, "the source", scope.WorkFolder, "The orchestrator's work folder");
    }

    private void LookAtNesting(string outer, string outerName, string inner, string innerName)
    {
        var (resolvedOuter, resolvedInner) = (ExistingPath.Resolve(outer), ExistingPath.Resolve(inner));
        if (resolvedInner == resolvedOuter || resolvedInner.StartsWith($"{resolvedOuter}/", StringComparison.Ordinal))
            _findings.Add(new Finding($"folder '{inner}'", $"{innerName} lies inside of {outerName} '{outer}'.", "Name folders that do not contain each other.", IsBlocking: true));
    }

    private void LookAtSource(TreeRoot source, CancellationToken cancellation)
    {
        var survey = new TreeSurvey();
        var contents = new ContentFindings(source, request);
        var walk = new WalkOptions
        {
            OpensFiles = true,
            ReadsAttributes = request.Options.KeepsAttributes,
            ToleratesChanges = true,
            Unreadable = contents.AddUnreadable,
        };
        foreach (var entry in new TreeWalker(source, walk).Walk(cancellation))
        {
            using (entry)
            {
                survey.Add(entry);
                contents.Add(entry);
            }
        }
        _findings.AddRange(contents.Finish());
        _findings.AddRange(SpaceFindings.Of(request.TargetPath, scope.WorkFolder, survey));
    }
}
