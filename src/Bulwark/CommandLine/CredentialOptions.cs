using System.CommandLine;
using Bulwark.Core;
using Bulwark.Posture;

namespace Bulwark.CommandLine;

/// <summary>The certificates that <c>bulwark verify --target</c> is given, since another deployment's files are not here.</summary>
internal sealed class CredentialOptions
{
    private readonly Option<string?> _client = File("--client-cert", "A client certificate that passes its lock");
    private readonly Option<string?> _clientKey = File("--client-key", "The key of --client-cert");
    private readonly Option<string?> _revoked = File("--revoked-cert", "A client certificate that was revoked");
    private readonly Option<string?> _revokedKey = File("--revoked-key", "The key of --revoked-cert");
    private readonly Option<string?> _edgeCa = File("--edge-ca", "The CA of its edge's certificate [default: the CAs of the system]");
    private readonly Option<string?> _originCa = File("--origin-ca", "The CA that its lock trusts and that signed its load balancer's certificate");
    private readonly Option<string?> _originCaKey = File("--origin-ca-key", "The unencrypted key of --origin-ca, to mint bad certificates with, in memory");

    private CredentialOptions()
    {
    }

    /// <summary>Adds the options to a verb.</summary>
    public static CredentialOptions AddTo(Command verb)
    {
        var options = new CredentialOptions();
        foreach (var option in options.All)
            verb.Options.Add(option);

        return options;
    }

    /// <summary>What was given; null: nothing.</summary>
    /// <exception cref="OperatorException">A file comes without its other half.</exception>
    public PostureCredentials? Read(ParseResult parse)
    {
        if (All.All(option => parse.GetValue(option) is null))
            return null;

        if (parse.GetValue(_originCaKey) is not null && parse.GetValue(_originCa) is null)
            throw new OperatorException("--origin-ca-key goes with --origin-ca.");

        var files = new CredentialFiles
        {
            Client = Pair(parse, _client, _clientKey),
            Revoked = Pair(parse, _revoked, _revokedKey),
            EdgeCa = parse.GetValue(_edgeCa),
            OriginCa = parse.GetValue(_originCa),
        };
        return new PostureCredentials(files, parse.GetValue(_originCaKey), TimeProvider.System);
    }

    private IEnumerable<Option<string?>> All => [_client, _clientKey, _revoked, _revokedKey, _edgeCa, _originCa, _originCaKey];

    private static (string Certificate, string Key)? Pair(ParseResult parse, Option<string?> certificate, Option<string?> key) => (parse.GetValue(certificate), parse.GetValue(key)) switch
    {
        (null, null) => null,
        ({ } one, { } other) => (one, other),
        _ => throw new OperatorException($"{certificate.Name} and {key.Name} go together."),
    };

    private static Option<string?> File(string name, string description) => new(name) { Description = $"With --target: {char.ToLowerInvariant(description[0])}{description[1..]}", HelpName = "FILE" };
}
