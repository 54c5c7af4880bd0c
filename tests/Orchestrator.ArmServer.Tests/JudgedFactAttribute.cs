using Xunit;

namespace Orchestrator.Testing.Arm.Tests;

/// <summary>A fact about the judge itself, which has nothing to say without Microsoft's descriptions.</summary>
public sealed class JudgedFactAttribute : FactAttribute
{
    public JudgedFactAttribute() => Skip = ArmJudge.SkipReason;
}
