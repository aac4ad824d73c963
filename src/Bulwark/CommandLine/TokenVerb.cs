using System.CommandLine;
using Bulwark.Core.Control;
using Bulwark.Identity;
using Bulwark.Identity.Control;

namespace Bulwark.CommandLine;

/// <summary><c>bulwark token</c>: asks the running issuer for a token of any user. Standard output is the token alone.</summary>
internal sealed class TokenVerb
{
    private readonly Command _verb = new("token", "A token of the running issuer, alone on standard output; an unknown user is created without a password");
    private readonly Option<string> _user = new("--user") { Description = "Whose token", HelpName = "NAME", Required = true };
    private readonly Option<string?> _groups = ListOption.Create("--groups", "Sets the user's groups");
    private readonly Option<string?> _client = new("--client") { Description = "The client that the token is for", HelpName = "ID" };
    private readonly Option<string> _use = new("--use") { Description = "Which token", HelpName = "id|access", DefaultValueFactory = _ => "id" };
    private readonly Option<string?> _resource = new("--resource") { Description = "The one resource that may take an access token (RFC 8707)", HelpName = "URI" };
    private readonly Option<TimeSpan?> _ttl = TimeOption.Create("--ttl", "How long it lives: 30s, 15m, 1h");
    private readonly InstanceOptions _instance;

    private TokenVerb()
    {
        _use.AcceptOnlyFromAmong("id", "access");
        foreach (var option in new Option[] { _user, _groups, _client, _use, _resource, _ttl })
            _verb.Options.Add(option);

        _instance = InstanceOptions.AddTo(_verb);
        _verb.SetAction(RunAsync);
    }

    public static Command Create() => new TokenVerb()._verb;

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        using var control = new ControlClient(_instance.Data(parse), IdentityTier.Name);
        var request = new MintTokenRequest
        {
            User = parse.GetRequiredValue(_user),
            Groups = parse.List(_groups),
            Client = parse.GetValue(_client),
            Use = parse.GetRequiredValue(_use),
            Resource = parse.GetValue(_resource),
            TtlSeconds = (int?)parse.GetValue(_ttl)?.TotalSeconds,
        };
        var minted = await control.PostAsync("/tokens", request, IdentityControlJson.Default.MintTokenRequest, IdentityControlJson.Default.MintedToken, cancellationToken);
        Console.WriteLine(minted.Token);
        return 0;
    }
}
