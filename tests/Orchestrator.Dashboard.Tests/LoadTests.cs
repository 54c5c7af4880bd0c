using Microsoft.Playwright;
using Orchestrator.Benchmarks.Dashboard;
using Orchestrator.Contracts.Servers;
using Orchestrator.Dashboard.Tests.Browsing;
using Orchestrator.Dashboard.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Dashboard.Tests;

/// <summary>A small slice of <c>./run bench dashboard</c>, with nothing said about time.</summary>
[Collection(SideGroup.Name)]
public sealed class LoadTests(DashboardFixture fixture)
{
    private static readonly LoadOptions Slice = new() { Rows = 150, HotRows = 30, Rate = 150, Turns = 4, Seed = 20261205 };

    // Goes through the whole list, of which only what is in view is in the page.
    private const string ReadAll = """
        async () => {
          const rows = {};
          const step = innerHeight / 2;
          for (let top = 0; top < document.documentElement.scrollHeight; top += step) {
            scrollTo(0, top);
            await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
            const ids = [...document.querySelectorAll("[data-testid^=row-]")].map(row => row.dataset.testid);
            if (new Set(ids).size !== ids.length) throw new Error("a row is there twice");
            for (const row of document.querySelectorAll("[data-testid^=row-]")) rows[row.dataset.testid.slice(4)] = row.textContent;
          }
          return rows;
        }
        """;

    [Fact]
    public async Task Now_ManyRowsThatChange_ShowsTheLastStateOfEachOnce()
    {
        var folder = Directory.CreateTempSubdirectory("orchestrator-load-");
        var key = EmbeddedHost.KeysIn(folder.FullName).Add(People.Reader, [Api.Security.Roles.Reader]);
        var port = LoopbackPort.Free();
        await using (var host = await LoadServer.StartAsync(folder.FullName, port, Slice))
        {
            await using var rita = await Visitor.ComeAsync(fixture.Windows, new($"http://127.0.0.1:{port}"), Addresses.Now, new() { MayLoseServer = true });
            await rita.SignInAsync(key);
            await Expect(rita.Page.GetByRole(AriaRole.Table).First).ToHaveAttributeAsync("aria-rowcount", $"{Slice.Rows + 1}");
            await Expect(rita.Page.GetByRole(AriaRole.Navigation, new() { Name = "Overview" })).ToContainTextAsync($"{Slice.Rows} Ended");

            var shown = await rita.Page.EvaluateAsync<Dictionary<string, string>>(ReadAll);
            var known = (await host.Migrations.ListAsync(new() { Top = 1_000 })).Migrations;
            Assert.Equal(known.Select(status => status.Id).Order(), shown.Keys.Order());
            Assert.All(known, status => Assert.Contains(status.Phase, shown[status.Id]));
        }

        folder.Delete(recursive: true);
    }
}
