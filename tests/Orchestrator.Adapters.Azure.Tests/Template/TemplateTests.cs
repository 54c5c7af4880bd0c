using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Template;

/// <summary>The tests of templates share one validator.</summary>
[CollectionDefinition(Name)]
public sealed class TemplateTests : ICollectionFixture<ArmJudge>
{
    public const string Name = "Templates at the ARM test server";
}
