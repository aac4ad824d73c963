using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
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
    private readonly Option<TimeSpan?> _ttl = new("--ttl") { Description = "How long it lives: 30s, 15m, 1h", HelpName = "TIME", CustomParser = Lifetime };
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

    private static TimeSpan? Lifetime(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        var unit = text.Length > 1 ? text[^1] : ' ';
        var seconds = unit switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        if (seconds > 0 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 86_400)
            return TimeSpan.FromSeconds((long)count * seconds);

        result.AddError($"--ttl '{text}' is not a time such as 30s, 15m or 1h.");
        return null;
    }
}
