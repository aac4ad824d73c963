using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Core.Hosting;
using Bulwark.Pki.Acme.Protocol;
using Microsoft.Extensions.Logging;

namespace Bulwark.Pki.Acme;

/// <summary>
/// One certificate from the order to the files (RFC 8555 section 7.4). Everything that is worth keeping is on disk before the step that needs it, so that an attempt
/// that dies is gone on with by the next one.
/// </summary>
internal sealed class AcmeIssuance(AcmeRequest request, AcmeFiles files, PendingChallenges challenges, TierEnvironment environment)
{
    /// <summary>The longest that one attempt takes; the next one goes on with the same order.</summary>
    private static readonly TimeSpan AttemptTime = TimeSpan.FromMinutes(30);

    private readonly ILogger _log = environment.LoggerFactory.CreateLogger<AcmeIssuance>();
    private AcmeState _state = files.ReadState();

    /// <summary>Brings a new certificate into the PKI folder.</summary>
    /// <param name="replaces">The certificate that it renews, by its ARI name; null: it is the first one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="AcmeException">The server refused, could not prove a name, or gave no usable answer.</exception>
    public async Task RunAsync(string? replaces, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(AttemptTime, environment.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var session = await AcmeSession.OpenAsync(request, files.OpenAccountKey(), environment.Time, both.Token);
            await SignInAsync(session, both.Token);
            await RunAsync(session, replaces, both.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AcmeException($"The ACME server was not done within {AttemptTime.TotalMinutes:0} minutes; the next attempt goes on with the same order.", e);
        }
    }

    private async Task SignInAsync(AcmeSession session, CancellationToken cancellationToken)
    {
        var directory = request.Directory.AbsoluteUri;
        var isKnown = _state.Directory == directory && _state.AccountKey == session.Key.Thumbprint && _state.Account is not null;
        var contact = _state.Contact.SequenceEqual(request.Contact, StringComparer.Ordinal) ? null : request.Contact;
        if (isKnown && await session.TrySignInAsync(new Uri(_state.Account!), contact, cancellationToken))
        {
            if (contact is not null)
                Keep(_state with { Contact = contact });
            return;
        }

        var account = await session.SignUpAsync(request, cancellationToken);
        Keep(_state.WithoutOrder() with { Directory = directory, Account = account.AbsoluteUri, AccountKey = session.Key.Thumbprint, Contact = request.Contact });
        Log.AcmeRegistered(_log, directory, AcmeProblem.Printable(session.Directory.Meta?.TermsOfService));
    }

    private async Task RunAsync(AcmeSession session, string? replaces, CancellationToken cancellationToken)
    {
        var (url, key) = await ResumeAsync(session, cancellationToken) ?? await BeginAsync(session, replaces, cancellationToken);
        using (key)
        {
            try
            {
                await FinishAsync(session, url, key, cancellationToken);
            }
            catch (AcmeException e) when (!e.IsPassing)
            {
                // Whatever is wrong with it, a new order begins without.
                Keep(_state.WithoutOrder());
                throw;
            }
        }
    }

    /// <summary>The order of an attempt that died; null when there is none that can still become what is wanted.</summary>
    private async Task<(Uri Url, ECDsa Key)?> ResumeAsync(AcmeSession session, CancellationToken cancellationToken)
    {
        if (_state.Order is not { } order || !_state.OrderNames.SequenceEqual(request.Names, StringComparer.OrdinalIgnoreCase) || files.OpenOrderKey() is not { } key)
            return null;

        try
        {
            var url = new Uri(order);
            var present = (await session.ReadAsync(url, cancellationToken)).Read(AcmeJson.Default.AcmeOrder, "order");
            if (present.Status is "pending" or "ready" or "processing" or "valid")
            {
                Log.AcmeOrderResumed(_log, order);
                return (url, key);
            }
        }
        catch (AcmeException e) when (!e.IsPassing)
        {
            // The server has forgotten it.
        }

        key.Dispose();
        Keep(_state.WithoutOrder());
        return null;
    }

    private async Task<(Uri Url, ECDsa Key)> BeginAsync(AcmeSession session, string? replaces, CancellationToken cancellationToken)
    {
        var key = files.MakeOrderKey();
        try
        {
            var answer = await OrderAsync(session, session.Directory.RenewalInfo is null ? null : replaces, cancellationToken);
            var url = answer.Location ?? throw new AcmeException("The ACME server does not say where the new order is.");
            Keep(_state with { Order = url.AbsoluteUri, OrderNames = request.Names });
            return (url, key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private async Task<AcmeAnswer> OrderAsync(AcmeSession session, string? replaces, CancellationToken cancellationToken)
    {
        var order = new AcmeNewOrder([.. request.Names.Select(AcmeIdentifier.Dns)], replaces);
        try
        {
            return await session.PostAsync(session.Directory.NewOrder, order, AcmeJson.Default.AcmeNewOrder, cancellationToken);
        }
        catch (AcmeException e) when (replaces is not null && e.Type is AcmeProblem.AlreadyReplaced or "malformed")
        {
            // The server does not know what it would replace, another CA's certificate perhaps: that is no reason to be without one (RFC 9773 section 5).
            return await session.PostAsync(session.Directory.NewOrder, order with { Replaces = null }, AcmeJson.Default.AcmeNewOrder, cancellationToken);
        }
    }

    private async Task FinishAsync(AcmeSession session, Uri url, ECDsa key, CancellationToken cancellationToken)
    {
        for (var isProved = false; ;)
        {
            var answer = await session.ReadAsync(url, cancellationToken);
            var order = answer.Read(AcmeJson.Default.AcmeOrder, "order");
            switch (order.Status)
            {
                case "pending" when isProved:
                    await PauseAsync(answer, cancellationToken);
                    break;
                case "pending":
                    await AuthorizeAsync(session, order, cancellationToken);
                    isProved = true;
                    break;
                case "ready":
                    answer = await session.PostAsync(order.Finalize, new AcmeFinalize(Csr(key)), AcmeJson.Default.AcmeFinalize, cancellationToken);
                    if (answer.Read(AcmeJson.Default.AcmeOrder, "order").Status != "valid")
                        await PauseAsync(answer, cancellationToken);
                    break;
                case "processing":
                    await PauseAsync(answer, cancellationToken);
                    break;
                case "valid":
                    await InstallAsync(session, order, key, cancellationToken);
                    return;
                default:
                    throw new AcmeException($"The ACME server gave the order up: {order.Error?.ToString() ?? AcmeProblem.Printable(order.Status)}.");
            }
        }
    }

    private async Task AuthorizeAsync(AcmeSession session, AcmeOrder order, CancellationToken cancellationToken)
    {
        if (order.Authorizations.Count == 0 || order.Authorizations.Count > request.Names.Count)
            throw new AcmeException($"The ACME server wants {order.Authorizations.Count} proofs of {request.Names.Count} names.");

        var proof = new NameProof(request, session, challenges, environment.Time);
        foreach (var url in order.Authorizations.OfType<Uri>())
            await proof.RunAsync(url, cancellationToken);
    }

    private string Csr(ECDsa key)
    {
        var csr = new CertificateRequest(new X500DistinguishedName(""), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in request.Names)
            names.AddDnsName(name);

        csr.CertificateExtensions.Add(names.Build());
        return Base64Url.EncodeToString(csr.CreateSigningRequest());
    }

    private async Task InstallAsync(AcmeSession session, AcmeOrder order, ECDsa key, CancellationToken cancellationToken)
    {
        if (order.Certificate is null)
            throw new AcmeException("The ACME server does not say where the certificate is.");

        var answer = await session.ReadAsync(order.Certificate, cancellationToken);
        var chain = IssuedChain.Check(answer.Body, key, request.Names, environment.Time.GetUtcNow());

        // Whoever dies between these steps finds an order without its key, and knows that the certificate is in its place.
        Keep(_state.WithoutFailure() with { CertificateDirectory = request.Directory.AbsoluteUri });
        files.Install(chain, key);
        Keep(_state.WithoutOrder());
    }

    private Task PauseAsync(AcmeAnswer answer, CancellationToken cancellationToken) =>
        Task.Delay(request.PauseAfter(answer.RetryAfter), environment.Time, cancellationToken);

    private void Keep(AcmeState state)
    {
        files.WriteState(state);
        _state = state;
    }
}
