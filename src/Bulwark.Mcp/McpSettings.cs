using Bulwark.Core.Hosting;
using Bulwark.Mcp.Http;

namespace Bulwark.Mcp;

/// <summary>Exchanges what the MCP server can exchange while it runs: the host names that it serves. Its own section takes effect at a start.</summary>
internal sealed class McpSettings(BrowserGuard guard) : ISettingsSwap<McpOptions>
{
    public IPreparedSettings Prepare(McpOptions options, TierEnvironment environment) => new Hosts(guard, environment.Hosts);

    /// <summary>It reads no files.</summary>
    public IPreparedSettings PrepareAgain() => new Nothing();

    private sealed class Hosts(BrowserGuard guard, IReadOnlyList<string> hosts) : IPreparedSettings
    {
        public void PutIntoForce() => guard.Serve(hosts);

        public void Dispose()
        {
        }
    }

    private sealed class Nothing : IPreparedSettings
    {
        public void PutIntoForce()
        {
        }

        public void Dispose()
        {
        }
    }
}
