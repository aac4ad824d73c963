using System.Text;
using Bulwark.Waf.Acl;
using Bulwark.Waf.Acl.Options;

namespace Bulwark.Waf.Tests.Acl;

/// <summary>Requests as text for web ACLs: a request line, headers, an empty line, a body.</summary>
internal static class AclSample
{
    private static readonly Lazy<WafEngine> LoadedEngine = new(() => BuiltInGroups.LoadEngine());

    public static WafEngine Engine => LoadedEngine.Value;

    public static WebAcl Create(WebAclOptions options, WafEngine? engine = null, WebAclEnvironment? environment = null) =>
        WebAcl.Create(engine ?? Engine, options, environment);

    /// <summary>A web ACL of one rule, which blocks what matches the statement.</summary>
    public static WebAcl Blocking(StatementOptions statement, WebAclEnvironment? environment = null) =>
        Create(new WebAclOptions { Rules = [Rule("rule", 1, statement)] }, environment: environment);

    public static AclRuleOptions Rule(string name, int priority, StatementOptions statement, AclActionKind action = AclActionKind.Block, params string[] labels) =>
        new() { Name = name, Priority = priority, Statement = statement, Action = Action(action), Labels = labels };

    public static AclActionOptions Action(AclActionKind kind) => new() { Kind = kind };

    public static StatementOptions PathStartsWith(string path) => new()
    {
        ByteMatch = new ByteMatchOptions { Field = new FieldOptions { Kind = FieldKind.UriPath }, SearchString = path, Position = PositionalConstraint.StartsWith },
    };

    public static IReadOnlyDictionary<string, GroupMode> AllGroups(GroupMode mode) =>
        BuiltInGroups.Names.ToDictionary(name => name, _ => mode, StringComparer.Ordinal);

    public static FirewallDecision Decide(
        this WebAcl acl, string request, string address = "192.0.2.1", Func<string, GroupMode, GroupMode>? modeOf = null, bool explains = false)
    {
        using var transaction = acl.Begin("0123456789abcdef"u8);
        Send(transaction, request, address);
        return acl.Decide(transaction, modeOf, explains);
    }

    public static void Send(Transaction transaction, string request, string address)
    {
        var head = request.Split("\n\n", 2);
        var lines = head[0].Split('\n');
        transaction.SetConnection(Bytes(address), 40000, "192.0.2.2"u8, 443);
        transaction.SetRequestLine(Bytes(lines[0]));
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            transaction.AddRequestHeader(Bytes(line[..colon]), Bytes(line[(colon + 1)..].TrimStart()));
        }

        transaction.EvaluateRequestHeaders();
        if (head.Length > 1)
            transaction.AppendRequestBody(Bytes(head[1]));

        transaction.EvaluateRequestBody();
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
