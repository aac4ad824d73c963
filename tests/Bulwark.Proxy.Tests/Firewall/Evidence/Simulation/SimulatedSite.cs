using System.Globalization;
using System.Net;
using Bulwark.Core.Hosting;
using Bulwark.Proxy.Firewall;
using Bulwark.Proxy.Firewall.Evidence;
using Bulwark.Proxy.Firewall.Exclusions;
using Bulwark.Proxy.Firewall.Journal;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Bulwark.Proxy.Tests.Firewall.Evidence.Simulation;

/// <summary>The firewall of a tier with its log, and requests that are shown to it one after the other.</summary>
internal sealed class SimulatedSite : IAsyncDisposable
{
    /// <summary>What an operator tells the Core Rule Set of a Matrix server: methods, types of bodies, and that the ends of names are no file extensions.</summary>
    private const string Setup = """
        Include /etc/modsecurity/crs/crs-setup.conf
        SecAction "id:900100,phase:1,pass,nolog,setvar:'tx.allowed_methods=GET HEAD POST PUT DELETE PATCH OPTIONS'"
        SecAction "id:900101,phase:1,pass,nolog,setvar:'tx.restricted_extensions=.none/'"
        SecRule REQUEST_FILENAME "@rx ^/_matrix/media/v3/upload$" "id:900102,phase:1,pass,nolog,chain"
            SecRule REQUEST_HEADERS:Content-Type "@rx ^[a-z]+/[a-z0-9][a-z0-9.+_-]*" "t:none,t:lowercase,capture,setvar:'tx.allowed_request_content_type=|%{tx.0}|',ctl:requestBodyAccess=Off"

        """;

    private readonly TemporaryDirectory _directory = new();
    private readonly ServiceProvider _services;
    private readonly IHostedService _writer;
    private readonly FirewallLog _log;
    private readonly RequestFirewall _firewall;
    private readonly TierEnvironment _environment;
    private long _count;

    private SimulatedSite(FirewallMode mode, IReadOnlyList<FirewallExclusionOptions> exclusions)
    {
        _environment = TestEnvironment.Create(_directory);
        var services = new ServiceCollection();
        services.AddFirewall("edge", _environment);
        _services = services.BuildServiceProvider();
        _log = _services.GetRequiredService<FirewallLog>();
        _writer = _services.GetServices<IHostedService>().OfType<FirewallLogWriter>().Single();
        File.WriteAllText(_directory["setup.conf"], Setup);
        _firewall = new RequestFirewall(
            new FirewallOptions
            {
                Crs = new CoreRuleSetOptions { Folder = "/usr/share/modsecurity-crs", Setup = _directory["setup.conf"], Profile = CoreRuleSetProfile.None },
                Groups = new FirewallGroupOptions { Core = mode, KnownBadInputs = mode, AdminPaths = mode, MatrixSanity = mode, GraphqlSanity = mode, Crs = mode },
                Exclusions = exclusions,
            },
            _environment,
            _services);
    }

    public static async Task<SimulatedSite> StartAsync(FirewallMode mode, IReadOnlyList<FirewallExclusionOptions>? exclusions = null)
    {
        var site = new SimulatedSite(mode, exclusions ?? []);
        await site._writer.StartAsync(TestContext.Current.CancellationToken);
        return site;
    }

    /// <summary>Shows a day to the firewall.</summary>
    /// <returns>For each request whether it was refused.</returns>
    public async Task<IReadOnlyList<bool>> ShowAsync(IReadOnlyList<SimulatedRequest> day)
    {
        var refused = new bool[day.Count];
        for (var i = 0; i < day.Count; i++)
        {
            refused[i] = IsRefused(day[i]);
            while (_log.Lines.Count > 2000) // lines for which there is no room are lost
                await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        return refused;
    }

    /// <summary>What <c>bulwark waf report</c> says of what was shown.</summary>
    public async Task<EvidenceReport> ReportAsync()
    {
        await _writer.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, _log.Lost);
        return EvidenceReport.Of(new FirewallLogFiles(_environment.Data), DateTimeOffset.MinValue);
    }

    /// <summary>The line of each request that left one, by its place in the day.</summary>
    public IReadOnlyDictionary<int, LoggedRequest> Lines() =>
        new FirewallLogFiles(_environment.Data).Read().ToDictionary(line => int.Parse(line.RequestId.AsSpan(1), CultureInfo.InvariantCulture) - 1);

    public async ValueTask DisposeAsync()
    {
        await _writer.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        _directory.Dispose();
    }

    private bool IsRefused(SimulatedRequest one)
    {
        var context = new DefaultHttpContext { TraceIdentifier = $"r{++_count}" };
        var parts = one.Request.Line.Split(' ');
        context.Request.Method = parts[0];
        context.Request.Protocol = parts[^1];
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = string.Join(' ', parts[1..^1]);
        context.Connection.RemoteIpAddress = IPAddress.Parse(one.Address);
        foreach (var (name, value) in one.Request.AllHeaders.Where(header => header.Name != "Authorization"))
            context.Request.Headers.Append(name, value);

        if (one.Member is { } member)
        {
            context.Request.Headers.Authorization = $"Bearer syt_{member.GetHashCode(StringComparison.Ordinal):x8}{member.Length}{member[2..^12]}";
            _firewall.Members.Learn(context, member); // the homeserver has told it with an answer
        }

        return _firewall.Judge(context, one.Request.InspectedBody) is not null;
    }
}
